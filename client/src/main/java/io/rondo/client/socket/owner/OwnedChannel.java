package io.rondo.client.socket.owner;

import io.rondo.client.SlowConsumer;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.session.Welcome;

/** The channel of a listening owner. Called by the event loop. Never blocks. */
public interface OwnedChannel {
    /**
     * Describes the channel to a peer.
     *
     * @param ownerId id of this start of the owner
     * @param confirmedSequence the peer's last confirmed sequence
     * @param creditLimit the peer's first credit
     * @return the answer to Hello
     */
    Welcome welcome(long ownerId, long confirmedSequence, long creditLimit);

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
     * @return accepts its messages
     * @throws io.rondo.client.RondoException if the channel has no slot for it
     */
    PublisherSink admitPublisher(Peer peer, long id, Runnable onSpace);

    /**
     * Adds a connected subscriber.
     *
     * @param peer its process
     * @param policy what happens when it does not keep up
     * @return supplies its messages
     * @throws io.rondo.client.RondoException if the channel has no slot for it
     */
    SubscriberSource admitSubscriber(Peer peer, SlowConsumer policy);

    /**
     * Counts the live participants.
     *
     * @return including connected peers
     */
    ParticipantCounts participantCounts();

    /**
     * A connected process.
     *
     * @param pid as seen by this process; 0 if unknown
     * @param uid its user
     */
    record Peer(int pid, int uid) {}
}
