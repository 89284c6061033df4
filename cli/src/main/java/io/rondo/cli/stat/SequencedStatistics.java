package io.rondo.cli.stat;

import io.rondo.cli.log.LogSummary;
import io.rondo.core.segment.Role;
import java.util.List;

/**
 * The parts of a sequenced topic beside its segment.
 *
 * @param ingress the ingress, of which the producers are the publishers of the topic; null if it does not exist
 * @param recorded whether the topic has a log
 * @param log the log; null if there is none, or it cannot be read
 * @param logError why the log cannot be read; null if it can, or there is none
 * @param subscriptions the durable subscriptions, by name
 */
public record SequencedStatistics(ChannelStatistics ingress, boolean recorded, LogSummary log, String logError,
        List<Subscription> subscriptions) {
    /**
     * A durable subscription.
     *
     * @param name its name
     * @param confirmed the last sequence that was confirmed
     * @param alive whether a live subscriber uses it
     * @param pids of that subscriber; empty if the kernel does not name them to this process
     */
    public record Subscription(String name, long confirmed, boolean alive, List<Long> pids) {}

    /** Returns the publishers, by slot. */
    List<ParticipantStatistics> publishers() {
        return ingress == null ? List.of() : ingress.participants(Role.PRODUCER);
    }

    /** Returns {@code memory}, {@code os} or {@code disk}; null if the log cannot be read. */
    String durability() {
        if (!recorded) {
            return "memory";
        }
        return log == null ? null : log.durability();
    }

    /** Returns how many messages a subscription has not confirmed; -1 if the log cannot be read. */
    long behind(Subscription subscription) {
        return log == null ? -1 : Math.max(0, log.lastSequence() - subscription.confirmed());
    }
}
