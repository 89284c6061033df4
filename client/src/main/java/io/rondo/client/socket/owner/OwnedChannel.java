package io.rondo.client.socket.owner;

import io.rondo.client.UnavailableException;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.client.socket.session.WindowLimits;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.segment.SegmentDescriptors;
import java.util.Set;

/** The channel of a listening owner. Called by the event loop. Never blocks. */
public interface OwnedChannel {
    /** Describes the channel. */
    Properties properties();

    /**
     * Compares the channel with the terms that a peer named explicitly.
     *
     * @param terms of the peer
     * @throws io.rondo.client.ChannelMismatchException if they differ; the message names both values
     */
    void requireMatch(Terms terms);

    /**
     * Creates what decides about peers.
     *
     * @param listener accepts the connections
     */
    Admission admission(Listener listener);

    /**
     * Counts the live participants.
     *
     * @return including connected peers
     */
    ParticipantCounts participantCounts();

    /**
     * Opens the descriptors of the channel's segment for one peer.
     *
     * @return the descriptors, to be closed by the caller
     * @throws io.rondo.client.RondoException if there is no segment that peers can map, or it cannot be opened
     */
    default SegmentDescriptors descriptors() {
        throw new UnavailableException(
                "its owner passes no descriptors: the channel has no segment, or is a sequenced topic");
    }

    /**
     * The properties of a channel, which an owner states in its Welcome.
     *
     * @param kind of the channel
     * @param singleProducer whether it has one producer
     * @param capacity in bytes
     * @param maxMessageLength in bytes
     * @param schemaId 0 for any
     * @param schemaVersion 0 for any
     * @param ephemeral whether it is ephemeral
     * @param sharedMemory whether it has a segment
     * @param competingConsumers whether its consumers compete for messages
     */
    record Properties(ChannelKind kind, boolean singleProducer, int capacity, int maxMessageLength, int schemaId,
            int schemaVersion, boolean ephemeral, boolean sharedMemory, boolean competingConsumers) {
        /** The oldest version of the protocol that a peer of the channel must speak. */
        int oldestVersion() {
            return switch (kind) {
                case SERVICE -> SessionEncoder.SERVICE_PROTOCOL_VERSION;
                case WORK -> SessionEncoder.WORK_PROTOCOL_VERSION;
                case SEQUENCED -> SessionEncoder.SEQUENCED_PROTOCOL_VERSION;
                default -> SessionEncoder.OLDEST_PROTOCOL_VERSION;
            };
        }

        /** Creates the answer to a peer's Hello, of which the version is the newest that both sides speak. */
        Welcome welcome(long ownerId, long confirmedSequence, long creditLimit, int version) {
            return new Welcome(ownerId, confirmedSequence, creditLimit, maxMessageLength, capacity, version, schemaId,
                    schemaVersion, kind, singleProducer, ephemeral, sharedMemory, competingConsumers);
        }

        /** The window of a session, in bytes of Data frames. */
        public int window() {
            return WindowLimits.window(capacity, maxMessageLength);
        }
    }

    /**
     * A connected process.
     *
     * @param pid as seen by this process; 0 if unknown
     * @param uid its user
     * @param gids its effective group, and its supplementary ones where the kernel reports them
     */
    record Peer(int pid, int uid, Set<Integer> gids) {}
}
