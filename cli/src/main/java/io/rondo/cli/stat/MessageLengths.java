package io.rondo.cli.stat;

import io.rondo.codecs.service.RequestEncoder;
import io.rondo.codecs.service.ResponseEncoder;
import io.rondo.core.SegmentException;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Identity;
import java.util.IntSummaryStatistics;
import java.util.Objects;

/** The longest messages that the users of channels may send. Stateless. */
final class MessageLengths {
    private MessageLengths() {}

    /** Returns the bytes of the longest message that publishing accepts: without what the client or the broker writes before it. */
    static int longest(Identity identity) {
        return identity.maxMessageLength() - prefix(identity);
    }

    private static int prefix(Identity identity) {
        if (identity.sequenced()) {
            return identity.kind().isTopic() ? SequencedLayout.EGRESS_PREFIX : SequencedLayout.INGRESS_PREFIX;
        }
        if (identity.service()) {
            return identity.isRequestQueue() ? RequestEncoder.BLOCK_LENGTH : ResponseEncoder.BLOCK_LENGTH;
        }
        return 0;
    }

    /**
     * The longest responses that the requesters of a service take.
     *
     * @param requesters the number of response queues
     * @param shortest bytes of the longest response of the requester that takes the least
     * @param longest of the one that takes the most
     */
    record Responses(int requesters, int shortest, int longest) {}

    /** Returns what the requesters of a service take, which have their queues in the same directory; null for another channel. */
    static Responses responses(ChannelStore store, Identity channel) {
        if (!channel.isRequestQueue()) {
            return null;
        }
        IntSummaryStatistics lengths = store.directory().channels().stream()
                .filter(name -> ChannelName.isResponses(name) && ChannelName.serviceOf(name).equals(channel.name()))
                .map(name -> find(store, name)).filter(Objects::nonNull)
                .mapToInt(MessageLengths::longest).summaryStatistics();
        return new Responses((int) lengths.getCount(), lengths.getMin(), lengths.getMax());
    }

    /** Returns null for a queue that is being created, removed or is damaged. */
    private static Identity find(ChannelStore store, String name) {
        try {
            return store.find(name);
        } catch (SegmentException e) {
            return null;
        }
    }
}
