package io.rondo.broker.metrics;

import io.rondo.core.layout.RingKind;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import io.rondo.core.segment.SlotCounters;
import io.rondo.core.segment.UnconfirmedRange;
import java.util.List;

/**
 * A channel at one moment.
 *
 * @param identity of its segment
 * @param backlogBytes bytes that the consumer, or the slowest one that others wait for, has not confirmed; at most the capacity
 * @param publishedBytes bytes that were published since the segment was created
 * @param publishedMessages messages that were published since a topic's segment was created; -1 for a queue
 * @param participants live ones, and those that died without detaching
 * @param counters of all participants, also of former ones
 */
public record ChannelFigures(Identity identity, long backlogBytes, long publishedBytes, long publishedMessages,
        List<ParticipantInfo> participants, List<SlotCounters> counters) {
    /**
     * Looks at a channel. The time that this takes does not depend on the number of messages.
     *
     * @param observer the channel
     * @return its figures now
     * @throws io.rondo.core.SegmentException if the segment was overwritten
     */
    public static ChannelFigures of(SegmentObserver observer) {
        Identity identity = observer.identity();
        List<ParticipantInfo> participants = observer.table().list();
        UnconfirmedRange range = observer.unconfirmed(participants);
        long messages = identity.kind() == RingKind.SPMC ? observer.end().messages() : -1;
        return new ChannelFigures(identity, Math.min(range.bytes(), identity.capacity()), range.end(), messages,
                participants, observer.table().counters());
    }

    /** Returns the name of the channel; of an ingress, the name of its topic. */
    public String channel() {
        String name = identity.name();
        return ChannelName.isIngress(name) ? ChannelName.topicOf(name) : name;
    }

    /** Returns {@code queue}, {@code topic}, {@code sequenced}, {@code ingress} or {@code service}. */
    public String kind() {
        return ChannelName.isIngress(identity.name()) ? "ingress" : identity.channelKind();
    }

    /**
     * Counts participants.
     *
     * @param role their role
     * @param alive whether they are alive
     * @return their number
     */
    public long participants(Role role, boolean alive) {
        return participants.stream().filter(info -> info.role() == role && info.alive() == alive).count();
    }
}
