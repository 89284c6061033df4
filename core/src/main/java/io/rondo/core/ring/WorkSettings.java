package io.rondo.core.ring;

import io.rondo.core.layout.WorkEntryLayout;

/**
 * The properties of a work queue that all its consumers obey.
 *
 * @param maxDeliveries deliveries after which a message is a dead letter, from 1 to {@link
 *     WorkEntryLayout#MAX_DELIVERIES}; 0 without a limit
 * @param processingDeadlineMillis time in milliseconds after which other consumers may take a message over from a live
 *     one, from 1 to {@link WorkEntryLayout#MAX_DEADLINE_MILLIS}; 0 for never
 */
public record WorkSettings(int maxDeliveries, int processingDeadlineMillis) {
    /** No limit and no deadline; also those of other rings. */
    public static final WorkSettings NONE = new WorkSettings(0, 0);

    /** Returns whether both are in their ranges. */
    public boolean isValid() {
        return maxDeliveries >= 0 && maxDeliveries <= WorkEntryLayout.MAX_DELIVERIES && processingDeadlineMillis >= 0
                && processingDeadlineMillis <= WorkEntryLayout.MAX_DEADLINE_MILLIS;
    }
}
