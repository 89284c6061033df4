package io.rondo.client.log;

import io.rondo.codecs.control.GapReason;

/** Is told which messages a log lacks. */
@FunctionalInterface
public interface GapHandler {
    /**
     * Called between two messages.
     *
     * @param firstSequence first message that is missing
     * @param lastSequence last message that is missing
     * @param reason why
     */
    void onGap(long firstSequence, long lastSequence, GapReason reason);
}
