package io.rondo.cli.stat;

import io.rondo.core.segment.ParticipantInfo;

/**
 * One participant and how fast it is.
 *
 * @param info what it shows of itself
 * @param messagesPerSecond published or delivered, over the interval looked at; 0 for one whose slot is damaged
 * @param lagBytes consumer: what it has not confirmed yet; 0 for a producer, and for one whose slot is damaged
 */
public record ParticipantStatistics(ParticipantInfo info, long messagesPerSecond, long lagBytes) {
    /**
     * What becomes of a consumer that does not keep up.
     *
     * @return as in the option of {@code sub}; what a producer has is meaningless
     */
    public String policy() {
        if (info.isEvictable()) {
            return "evict";
        }
        return info.isLossy() ? "drop-oldest" : "block";
    }
}
