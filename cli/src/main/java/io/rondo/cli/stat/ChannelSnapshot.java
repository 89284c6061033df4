package io.rondo.cli.stat;

import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.WaiterLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.scan.UnreadRange;
import io.rondo.core.ring.scan.WorkCounts;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.util.List;

/**
 * A channel at one moment.
 *
 * @param identity of the channel
 * @param nanos the moment, as {@link System#nanoTime()}
 * @param start queue: position up to which the consumer confirmed; topic: position of the slowest live consumer that
 * was not evicted, or the end without one
 * @param end position of the next message
 * @param messages queue: unread; topic: published since it was created
 * @param waiting whether a producer sleeps until there is space, or did so a moment ago
 * @param work messages of a work queue by state; null for another channel
 * @param participants live ones, and those that died without detaching
 */
record ChannelSnapshot(Identity identity, long nanos, long start, long end, long messages, boolean waiting,
        WorkCounts work, List<ParticipantInfo> participants) {
    /** Whether a participant is a producer with a claim that is the next record that the queue's consumer would read. */
    boolean isNext(ParticipantInfo info) {
        return identity.kind().hasManyProducers() && info.role() == Role.PRODUCER && !info.isDamaged()
                && info.position() == start && start < end;
    }

    static ChannelSnapshot of(SegmentObserver observer) {
        Identity identity = observer.identity();
        long nanos = System.nanoTime();
        // Read before the end: no consumer is beyond an end that is read later.
        List<ParticipantInfo> participants = observer.table().list();
        int waiters = Words.getIntOpaque(observer.ring().header(), SegmentLayout.SPACE_WAITERS);
        boolean waiting = WaiterLayout.state(waiters) != WaiterLayout.IDLE;
        if (identity.kind().isTopic()) {
            var end = observer.end();
            long slowest = participants.stream()
                    .filter(participant -> participant.role() == Role.CONSUMER && participant.alive()
                            && !participant.isEvicted() && !participant.isDamaged())
                    .mapToLong(ParticipantInfo::position).min().orElse(end.position());
            return new ChannelSnapshot(identity, nanos, Math.min(slowest, end.position()), end.position(),
                    end.messages(), waiting, null, participants);
        }
        UnreadRange backlog = observer.backlog();
        return new ChannelSnapshot(identity, nanos, backlog.start(), backlog.end(), backlog.messages(), waiting,
                identity.kind() == RingKind.WORK ? observer.workCounts() : null, participants);
    }
}
