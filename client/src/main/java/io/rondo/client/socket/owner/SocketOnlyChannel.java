package io.rondo.client.socket.owner;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.service.RequestEncoder;
import io.rondo.codecs.session.Terms;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.segment.Remedy;
import io.rondo.core.segment.SegmentSpec;
import java.util.Locale;
import java.util.Objects;

/**
 * Settings of a channel without a segment.
 *
 * @param name of the channel
 * @param kind of ring that a segment would have
 * @param service whether it is the request queue or a response queue of a service
 * @param capacity in bytes
 * @param maxMessageLength in bytes
 * @param schemaId 0 for any
 * @param schemaVersion 0 for any
 * @param ephemeral whether the channel is ephemeral
 * @param maxParticipants the most connected peers
 */
public record SocketOnlyChannel(String name, RingKind kind, boolean service, int capacity, int maxMessageLength,
        int schemaId,
        int schemaVersion, boolean ephemeral, int maxParticipants) {
    public static SocketOnlyChannel of(String name, SegmentSpec spec) {
        SegmentSpec sized = spec.withSizes(SegmentSpec.BASE_CAPACITY);
        return new SocketOnlyChannel(name, spec.ringKind(), spec.service(), sized.capacity(), sized.maxMessageLength(),
                Objects.requireNonNullElse(spec.schemaId(), 0), Objects.requireNonNullElse(spec.schemaVersion(), 0),
                Boolean.TRUE.equals(spec.ephemeral()),
                Objects.requireNonNullElse(spec.maxParticipants(), SlotLayout.DEFAULT_PEERS));
    }

    OwnedChannel.Properties properties() {
        return new OwnedChannel.Properties(channelKind(),
                !kind.hasManyProducers(), capacity, maxMessageLength, schemaId, schemaVersion, ephemeral, false, false);
    }

    private ChannelKind channelKind() {
        return service ? ChannelKind.SERVICE : kind.isTopic() ? ChannelKind.TOPIC : ChannelKind.QUEUE;
    }

    /** The exception of a peer beyond the limit. */
    ChannelInUseException full(String peers) {
        return new ChannelInUseException("channel " + name + " has " + maxParticipants + " " + peers
                + " already, the most it takes: stop one, or use another channel");
    }

    /** Compares the settings with explicitly named terms, by the rules that apply to segments. */
    void requireMatch(Terms terms) {
        requireEqual("kind", channelKind(), terms.kind());
        requireEqual("single producer", !kind.hasManyProducers(), terms.singleProducer());
        requireEqual("capacity", capacity, terms.capacity());
        int header = service ? RequestEncoder.BLOCK_LENGTH : 0;
        requireEqual("max message length", maxMessageLength - header,
                terms.maxMessageLength() == null ? null : (Integer) (terms.maxMessageLength() - header));
        requireEqual("ephemeral", ephemeral, terms.ephemeral());
        requireEqual("responders", 1, terms.responders());
        if (schemaId != 0 && terms.schemaId() != null && terms.schemaId() != 0) {
            requireEqual("schema id", schemaId, terms.schemaId());
            if (schemaVersion != 0 && terms.schemaVersion() != null && terms.schemaVersion() != 0) {
                requireEqual("schema version", schemaVersion, terms.schemaVersion());
            }
        }
    }

    private void requireEqual(String what, Object actual, Object asked) {
        if (asked != null && !asked.equals(actual)) {
            throw new ChannelMismatchException("channel " + name + " has " + what + " " + actual + ", but " + asked
                    + " was asked for: " + Remedy.set(what, actual instanceof ChannelKind kindOfChannel
                            ? kindOfChannel.name().toLowerCase(Locale.ROOT)
                            : actual)
                    + ", use another name, or stop the channel's owner");
        }
    }
}
