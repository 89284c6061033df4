package io.rondo.client;

import java.time.Duration;
import java.util.Objects;

/**
 * Lets one thread serve many subscribers, and sleep until any of them has a message. Any number of subscribers; shared
 * memory and sockets mix.
 *
 * <pre>{@code
 * try (WaitSet set = rondo.waitSet();
 *      Subscriber cancels = rondo.queue("cancels").subscriber();
 *      Subscriber orders = rondo.queue("orders").subscriber()) {
 *     set.add(cancels, (buffer, offset, length) -> use(buffer, offset, length), 1);
 *     set.add(orders, (buffer, offset, length) -> use(buffer, offset, length));
 *     if (set.poll(256) == 0) {
 *         set.await(Duration.ofMillis(200));
 *     }
 * }
 * }</pre>
 *
 * <p>A subscriber with a higher priority comes first: before each message of another subscriber it is found empty.
 * Subscribers of equal priority take turns. All handlers run in the thread that polls.
 *
 * <p>A subscriber that ends leaves the set. If it was closed, it does so silently; if it failed, the poll that notices it
 * throws the exception of the subscriber, once. {@link #await} returns when that happens.
 *
 * <p>Used by one thread at a time, except {@link #close()}. A handler may add and remove subscribers, but not poll or wait.
 * While a subscriber is in a set, its own poll calls are for the thread of the set only.
 *
 * <p>One sleep covers up to 127 subscribers in shared memory and any number over sockets (futex_waitv(2)); each further
 * 127 take one helper thread, which sleeps as well. Where the kernel lacks futex_waitv or a sandbox refuses it, each
 * subscriber in shared memory takes a helper thread.
 */
public interface WaitSet extends AutoCloseable {
    /** The priority of a subscriber that is added without one. */
    int DEFAULT_PRIORITY = 0;

    /**
     * Adds a subscriber with {@link #DEFAULT_PRIORITY}. Messages that arrived before are delivered, too.
     *
     * @param subscriber open, and in no other wait set
     * @param handler called for each message
     * @throws IllegalArgumentException if the subscriber is in a wait set already, or is not one of Rondo's own
     * @throws ClosedException if the subscriber or this set is closed
     */
    default void add(Subscriber subscriber, MessageHandler handler) {
        add(subscriber, handler, DEFAULT_PRIORITY);
    }

    /**
     * Adds a subscriber. Messages that arrived before are delivered, too.
     *
     * @param subscriber open, and in no other wait set
     * @param handler called for each message
     * @param priority any number; a higher one comes first
     * @throws IllegalArgumentException if the subscriber is in a wait set already, or is not one of Rondo's own
     * @throws ClosedException if the subscriber or this set is closed
     */
    void add(Subscriber subscriber, MessageHandler handler, int priority);

    /**
     * Adds a subscriber of a sequenced topic, as {@link #add(Subscriber, MessageHandler, int)} does.
     *
     * @param subscriber open, and in no other wait set
     * @param handler called for each message with its sequence and timestamp
     * @param priority any number; a higher one comes first
     * @throws IllegalArgumentException if the subscriber is in a wait set already, or is not one of Rondo's own
     * @throws ClosedException if the subscriber or this set is closed
     */
    default void add(SequencedSubscriber subscriber, SequencedMessageHandler handler, int priority) {
        Objects.requireNonNull(handler, "handler");
        add(subscriber, (MessageHandler) (buffer, offset, length) -> handler.onMessage(subscriber.sequence(),
                subscriber.timestamp(), buffer, offset, length), priority);
    }

    /**
     * Removes a subscriber, which stays open. The handler is not called any more.
     *
     * @param subscriber of this set
     * @return whether it was in this set
     * @throws ClosedException after {@link #close()}
     */
    boolean remove(Subscriber subscriber);

    /**
     * Returns the number of subscribers, without those that have ended and were noticed.
     *
     * @return from 0
     */
    int size();

    /**
     * Delivers the messages that are there, and never waits.
     *
     * @param limit the most messages to deliver, from 1
     * @return the number delivered, from 0
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws IllegalStateException if called by a handler of this set, or while another thread uses it
     * @throws ClosedException after {@link #close()}
     * @throws RondoException if a subscriber failed, which then left this set; the subclass is that of {@link
     *         Subscriber#poll}. A subscriber that lost messages by retention ({@link SequenceUnavailableException}) stays
     */
    int poll(int limit);

    /**
     * Waits until a subscriber may have a message, or has ended.
     *
     * @param timeout the longest wait; zero does not wait
     * @return false on timeout. True does not promise a message
     * @throws IllegalStateException if called by a handler of this set, while another thread uses it, or if the set calls
     *         back ({@link #onReady})
     * @throws InterruptedWaitException if the thread is interrupted while it waits
     * @throws ClosedException after {@link #close()}, also by another thread during the wait
     */
    boolean await(Duration timeout);

    /**
     * Has a callback run when a subscriber may have a message, instead of {@link #await}: for threads that sleep elsewhere,
     * such as a Netty event loop or a thread in {@code Selector.select}. The callback runs in a thread of this set and
     * hands over to the thread that polls, for example by {@code eventLoop.execute(task)} or {@code selector.wakeup()}. It
     * is called at most once for each {@link #poll}, so each callback is to lead to a poll, also one that delivers nothing.
     * The first callback comes soon after this call.
     *
     * @param callback must not block; may be called without a message
     * @throws IllegalStateException if a callback was set before
     * @throws ClosedException after {@link #close()}
     */
    void onReady(Runnable callback);

    /**
     * Ends the set; its subscribers stay open. Any thread; idempotent. Ends a wait with {@link ClosedException}. Returns
     * when no other thread is in a call of this set.
     */
    @Override
    void close();
}
