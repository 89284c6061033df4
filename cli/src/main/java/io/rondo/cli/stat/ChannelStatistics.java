package io.rondo.cli.stat;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.ring.scan.WorkCounts;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.util.Comparator;
import java.util.List;

/**
 * The difference of two samples of a channel.
 *
 * @param identity of the channel
 * @param start queue: position up to which the consumer confirmed; topic: position of the slowest live consumer that was not
 * evicted, or the end without one
 * @param end position of the next message
 * @param messages queue: unread; topic: published since it was created
 * @param holder the participant that holds others up; null if there is none. A producer with a claim that was the next record to
 * read in both samples; otherwise, if a producer waited, the consumer it waits for that is furthest behind
 * @param unconsumed whether a queue has no space for its producers, and no live consumer that frees some
 * @param work messages of a work queue by state; null for another channel
 * @param participants producers, then consumers, by slot; also those that died
 */
public record ChannelStatistics(Identity identity, long start, long end, long messages, ParticipantStatistics holder,
        boolean unconsumed, WorkCounts work, List<ParticipantStatistics> participants) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Samples one channel. Confined to one thread. */
    public static final class Sampler {
        private final SegmentObserver observer;
        private ChannelSnapshot last;

        /**
         * Takes the first sample.
         *
         * @param observer the channel
         * @throws io.rondo.core.SegmentException if the ring holds data that no producer writes
         */
        public Sampler(SegmentObserver observer) {
            this.observer = observer;
            last = ChannelSnapshot.of(observer);
        }

        /**
         * Takes another sample.
         *
         * @return its figures, with rates since the sample before
         * @throws io.rondo.core.SegmentException if the ring holds data that no producer writes
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
                holder(earlier, later, participants), isUnconsumed(earlier, later), later.work(), participants);
    }

    private static long counted(ChannelSnapshot earlier, ParticipantInfo info, Counter counter) {
        return info.isDamaged() ? 0 : info.count(counter) - before(earlier, info, counter);
    }

    /** A slot may belong to another participant now, which began at 0. */
    private static long before(ChannelSnapshot earlier, ParticipantInfo info, Counter counter) {
        for (ParticipantInfo before : earlier.participants()) {
            if (before.slot() == info.slot() && before.isDamaged()) {
                // Its earlier count is unknown.
                return info.count(counter);
            }
            if (before.slot() == info.slot() && before.pid() == info.pid()
                    && before.attachedAt() == info.attachedAt()) {
                return Math.min(before.count(counter), info.count(counter));
            }
        }
        return 0;
    }

    private static ParticipantStatistics holder(ChannelSnapshot earlier, ChannelSnapshot later,
            List<ParticipantStatistics> participants) {
        ParticipantStatistics claiming = participants.stream()
                .filter(participant -> later.isNext(participant.info())
                        && earlier.participants().stream().anyMatch(before -> earlier.isNext(before)
                                && before.slot() == participant.info().slot()
                                && before.position() == participant.info().position()))
                .findFirst().orElse(null);
        return claiming != null ? claiming : slowestConsumer(earlier, later, participants);
    }

    private static ParticipantStatistics slowestConsumer(ChannelSnapshot earlier, ChannelSnapshot later,
            List<ParticipantStatistics> participants) {
        ParticipantStatistics furthest = participants.stream()
                .filter(participant -> participant.info().gates() && !participant.info().isDamaged()
                        && (later.work() == null || isOldestHolder(later.work(), participant.info())))
                .max(Comparator.comparingLong(ParticipantStatistics::lagBytes)).orElse(null);
        return furthest != null && isWaiting(earlier, later, furthest.lagBytes()) ? furthest : null;
    }

    private static boolean isWaiting(ChannelSnapshot earlier, ChannelSnapshot later, long lagBytes) {
        boolean refused = later.participants().stream()
                .anyMatch(info -> counted(earlier, info, Counter.BACK_PRESSURED) > 0);
        return refused || later.waiting() && isFull(later.identity(), lagBytes);
    }

    /** A queue without space for an empty message needs a consumer, also after its producers have ended. */
    private static boolean isUnconsumed(ChannelSnapshot earlier, ChannelSnapshot later) {
        long backlog = later.end() - later.start();
        return !later.identity().kind().isTopic()
                && later.participants().stream().noneMatch(info -> info.role() == Role.CONSUMER && info.alive())
                && (isWaiting(earlier, later, backlog)
                        || later.identity().capacity() - backlog < RecordLayout.recordLength(0));
    }

    private static boolean isOldestHolder(WorkCounts work, ParticipantInfo info) {
        return info.role() == Role.CONSUMER && info.slot() == work.oldestHolder();
    }

    /** Returns the consumer that holds the oldest held message of a work queue; null if none is held. */
    public ParticipantStatistics oldestHolder() {
        return work == null
                ? null
                : participants.stream().filter(participant -> isOldestHolder(work, participant.info())).findFirst()
                        .orElse(null);
    }

    /**
     * Sums a counter of all participants.
     *
     * @param counter the counter
     * @return the sum, without participants that have left
     */
    public long total(Counter counter) {
        return participants.stream().map(ParticipantStatistics::info).filter(info -> !info.isDamaged())
                .mapToLong(info -> info.count(counter)).sum();
    }

    /** Whether the longest message would have to wait; the announcement of a sleeper stays for a while after it got space. */
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
     * Bytes that are not confirmed by the queue's consumer, or by the topic's slowest live one.
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
     * The rate of all participants of one role.
     *
     * @param role which
     * @return messages per second; each consumer of a topic counts
     */
    public long messagesPerSecond(Role role) {
        return participants(role).stream().mapToLong(ParticipantStatistics::messagesPerSecond).sum();
    }
}
