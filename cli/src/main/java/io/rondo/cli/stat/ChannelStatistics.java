package io.rondo.cli.stat;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.util.Comparator;
import java.util.List;

/**
 * What two looks at a channel tell.
 *
 * @param identity what it is
 * @param start queue: up to where the consumer confirmed; topic: where its slowest live consumer is that was not evicted, or
 * the end without one
 * @param end where the next message goes
 * @param messages queue: unread; topic: published since it was created
 * @param culprit whom a producer waited for at the second look or between both: of the consumers it waits for, the one
 * furthest behind; null if no producer waited or no such consumer lives
 * @param participants producers, then consumers, by slot; also those that died
 */
public record ChannelStatistics(Identity identity, long start, long end, long messages, ParticipantStatistics culprit,
        List<ParticipantStatistics> participants) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Takes looks at one channel, and tells what happened since the last one. Confined to one thread. */
    public static final class Sampler {
        private final SegmentObserver observer;
        private ChannelSnapshot last;

        /**
         * Takes the first look.
         *
         * @param observer the channel
         * @throws io.rondo.core.CorruptSegmentException if something is there that no producer writes
         */
        public Sampler(SegmentObserver observer) {
            this.observer = observer;
            last = ChannelSnapshot.of(observer);
        }

        /**
         * Takes another look.
         *
         * @return what is there now, with rates since the look before
         * @throws io.rondo.core.CorruptSegmentException if something is there that no producer writes
         */
        public ChannelStatistics sample() {
            ChannelSnapshot now = ChannelSnapshot.of(observer);
            ChannelStatistics statistics = between(last, now);
            last = now;
            return statistics;
        }
    }

    static ChannelStatistics between(ChannelSnapshot earlier, ChannelSnapshot later) {
        double seconds = (later.nanos() - earlier.nanos()) / NANOS_PER_SECOND;
        List<ParticipantStatistics> participants = later.participants().stream()
                .map(info -> new ParticipantStatistics(info,
                        Math.round(counted(earlier, info, Counter.MESSAGES) / seconds), lag(later, info)))
                .toList();
        return new ChannelStatistics(later.identity(), later.start(), later.end(), later.messages(),
                culprit(earlier, later, participants), participants);
    }

    private static long counted(ChannelSnapshot earlier, ParticipantInfo info, Counter counter) {
        return info.isDamaged() ? 0 : info.count(counter) - before(earlier, info, counter);
    }

    /** A slot may have a new holder, which began at 0. */
    private static long before(ChannelSnapshot earlier, ParticipantInfo info, Counter counter) {
        for (ParticipantInfo before : earlier.participants()) {
            if (before.slot() == info.slot() && before.isDamaged()) {
                // From when it cannot be said.
                return info.count(counter);
            }
            if (before.slot() == info.slot() && before.pid() == info.pid()
                    && before.attachedAt() == info.attachedAt()) {
                return Math.min(before.count(counter), info.count(counter));
            }
        }
        return 0;
    }

    private static ParticipantStatistics culprit(ChannelSnapshot earlier, ChannelSnapshot later,
            List<ParticipantStatistics> participants) {
        ParticipantStatistics furthest = participants.stream()
                .filter(participant -> participant.info().gates() && !participant.info().isDamaged())
                .max(Comparator.comparingLong(ParticipantStatistics::lagBytes)).orElse(null);
        boolean refused = later.participants().stream()
                .anyMatch(info -> counted(earlier, info, Counter.BACK_PRESSURED) > 0);
        return furthest != null && (refused || later.waiting() && isFull(later.identity(), furthest.lagBytes()))
                ? furthest
                : null;
    }

    /** Whether some message would have to wait; a sleeper's announcement stays for a while after it got room. */
    private static boolean isFull(Identity channel, long lagBytes) {
        int largest = RecordLayout.recordLength(channel.maxMessageLength()) + RecordLayout.HEADER_LENGTH;
        return channel.capacity() - lagBytes < largest;
    }

    private static long lag(ChannelSnapshot channel, ParticipantInfo info) {
        if (info.role() == Role.PRODUCER || info.isDamaged()) {
            return 0;
        }
        long position = channel.identity().kind().isTopic() ? info.position() : channel.start();
        return Math.max(0, channel.end() - position);
    }

    /**
     * How much is not confirmed: by a queue's consumer, or by a topic's slowest live one.
     *
     * @return bytes, record headers included
     */
    public long backlogBytes() {
        return end - start;
    }

    /**
     * The participants of one role.
     *
     * @param role which
     * @return those, by slot
     */
    public List<ParticipantStatistics> participants(Role role) {
        return participants.stream().filter(participant -> participant.info().role() == role).toList();
    }

    /**
     * How fast all participants of one role are.
     *
     * @param role which
     * @return messages per second; each consumer of a topic counts
     */
    public long messagesPerSecond(Role role) {
        return participants(role).stream().mapToLong(ParticipantStatistics::messagesPerSecond).sum();
    }
}
