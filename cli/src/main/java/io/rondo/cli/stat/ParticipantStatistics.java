package io.rondo.cli.stat;

import io.rondo.core.segment.ParticipantInfo;

/**
 * One participant and its rate.
 *
 * @param info its slot
 * @param messagesPerSecond published or delivered between two samples; 0 for a damaged slot
 * @param lagBytes consumer: bytes it has not confirmed; 0 for a producer and for a damaged slot
 */
public record ParticipantStatistics(ParticipantInfo info, long messagesPerSecond, long lagBytes) {
    /**
     * The policy for a consumer that does not keep up.
     *
     * @return as in the option of {@code sub}; meaningless for a producer
     */
    public String policy() {
        if (info.isEvictable()) {
            return "evict";
        }
        return info.isLossy() ? "drop-oldest" : "block";
    }
}
