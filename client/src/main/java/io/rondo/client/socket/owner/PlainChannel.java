package io.rondo.client.socket.owner;

import io.rondo.client.SlowConsumer;
import io.rondo.client.socket.owner.work.WorkFeed;

/** The queue or topic of a listening owner. Called by the event loop. Never blocks. */
public interface PlainChannel extends OwnedChannel {
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
     * Adds a connected subscriber of a work queue.
     *
     * @param peer its process
     * @return supplies its messages; null if another process has locked the channel's file, and a later call may succeed
     * @throws io.rondo.client.RondoException if the channel has no slot for it
     */
    default WorkFeed admitWorker(Peer peer) {
        throw new IllegalStateException("no work queue");
    }

    /**
     * Explains why peers cannot be added for so long.
     *
     * @throws io.rondo.client.RondoException if a process has locked the channel's file; the message names it
     */
    void requireNotLocked();

    @Override
    default Admission admission(Listener listener) {
        return new PlainAdmission(this, listener);
    }
}
