package io.rondo.client.socket;

import io.rondo.client.SlowConsumer;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.session.Welcome;

/** The channel whose owner listens. Called by the loop, and never waits. */
interface OwnedChannel {
    /**
     * What the channel is.
     *
     * @param ownerId of this owner's life
     * @param confirmedSequence of the peer that is let in
     * @param creditLimit of that peer
     * @return the answer to a peer
     */
    Welcome welcome(long ownerId, long confirmedSequence, long creditLimit);

    /**
     * Compares with what a peer asked for explicitly.
     *
     * @param terms of the peer
     * @throws io.rondo.core.ChannelMismatchException if they differ; the message names both values
     */
    void requireMatch(Terms terms);

    /**
     * Lets a publisher in.
     *
     * @param peer who it is
     * @param id of the publisher, the same on each of its connections
     * @param onRoom called by the loop when a message that was refused may be offered again
     * @return where its messages go
     * @throws io.rondo.core.RondoException if there is no place for it
     */
    Inflow admitPublisher(Peer peer, long id, Runnable onRoom);

    /**
     * Lets a subscriber in.
     *
     * @param peer who it is
     * @param policy what becomes of it when it does not keep up
     * @return where its messages come from
     * @throws io.rondo.core.RondoException if there is no place for it
     */
    Outflow admitSubscriber(Peer peer, SlowConsumer policy);

    /**
     * Who takes part.
     *
     * @return how many live
     */
    Census census();

    /**
     * A process at the other end of a connection.
     *
     * @param pid its number as this process sees it; 0 if that is not known
     * @param uid its user
     */
    record Peer(int pid, int uid) {}
}
