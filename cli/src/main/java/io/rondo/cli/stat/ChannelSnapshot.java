package io.rondo.cli.stat;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.WaiterLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Backlog;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.util.List;

/**
 * A channel at one moment.
 *
 * @param identity what it is
 * @param nanos when, as {@link System#nanoTime()}
 * @param start queue: up to where the consumer confirmed; topic: where its slowest live consumer is that was not
 * evicted, or the end without one
 * @param end where the next message goes
 * @param messages queue: unread; topic: published since it was created
 * @param waiting whether a producer sleeps until there is room, or did so a moment ago
 * @param participants who takes part or died taking part
 */
record ChannelSnapshot(Identity identity, long nanos, long start, long end, long messages, boolean waiting,
        List<ParticipantInfo> participants) {
    static ChannelSnapshot of(SegmentObserver observer) {
        Identity identity = observer.identity();
        long nanos = System.nanoTime();
        // Before the end: a consumer is never beyond an end that is found later.
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
                    end.messages(), waiting, participants);
        }
        Backlog backlog = observer.backlog();
        return new ChannelSnapshot(identity, nanos, backlog.start(), backlog.end(), backlog.messages(), waiting,
                participants);
    }
}
