package io.rondo.client.socket.owner;

import io.rondo.client.SlowConsumer;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.client.socket.session.WindowLimits;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.session.Welcome;

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
     * Adds a connected publisher.
     *
     * @param peer its process
     * @param id of the publisher, the same on each of its connections
     * @param onSpace called by the event loop when a refused message may be offered again
     * @return accepts its messages; null if another process has locked the channel's file, and a later call may succeed
     * @throws io.rondo.client.RondoException if the channel has no slot for it
     */
    PublisherSink admitPublisher(Peer peer, long id, Runnable onSpace);

    /**
     * Adds a connected subscriber.
     *
     * @param peer its process
     * @param policy what happens when it does not keep up
     * @return supplies its messages; null if another process has locked the channel's file, and a later call may succeed
     * @throws io.rondo.client.RondoException if the channel has no slot for it
     */
    SubscriberSource admitSubscriber(Peer peer, SlowConsumer policy);

    /**
     * Explains why peers cannot be added for so long.
     *
     * @throws io.rondo.client.RondoException if a process has locked the channel's file; the message names it
     */
    void requireNotLocked();

    /**
     * Counts the live participants.
     *
     * @return including connected peers
     */
    ParticipantCounts participantCounts();

    /**
     * The properties of a channel, which an owner states in its Welcome.
     *
     * @param kind queue or topic
     * @param singleProducer whether it has one producer
     * @param capacity in bytes
     * @param maxMessageLength in bytes
     * @param schemaId 0 for any
     * @param schemaVersion 0 for any
     * @param ephemeral whether it is ephemeral
     * @param sharedMemory whether it has a segment
     */
    record Properties(ChannelKind kind, boolean singleProducer, int capacity, int maxMessageLength, int schemaId,
            int schemaVersion, boolean ephemeral, boolean sharedMemory) {
        /** Creates the answer to a peer's Hello. */
        Welcome welcome(long ownerId, long confirmedSequence, long creditLimit) {
            return new Welcome(ownerId, confirmedSequence, creditLimit, maxMessageLength, capacity,
                    SessionEncoder.PROTOCOL_VERSION, schemaId, schemaVersion, kind, singleProducer, ephemeral,
                    sharedMemory);
        }

        /** The window of a session, in bytes of Data frames. */
        int window() {
            return WindowLimits.window(capacity, maxMessageLength);
        }
    }

    /**
     * A connected process.
     *
     * @param pid as seen by this process; 0 if unknown
     * @param uid its user
     */
    record Peer(int pid, int uid) {}
}
