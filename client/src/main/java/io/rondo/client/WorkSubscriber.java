package io.rondo.client;

import java.time.Duration;

/**
 * One of the competing consumers of a work queue. The rules of {@link Subscriber} hold, except that messages are
 * acknowledged one by one.
 *
 * <p>With a {@link WorkHandler}, a message is held from its delivery until it is acknowledged or returned, by the handler or
 * later, in any order. Held messages occupy space of the work queue: producers wait when the oldest message that is not
 * acknowledged is a capacity behind. With a {@link MessageHandler}, a message is acknowledged when its handler returns. With
 * a {@link ControlledMessageHandler}, {@link Action#ABORT} returns the message and the other actions acknowledge it.
 *
 * <p>Over a socket a poll asks for as many messages as its limit, at most 16. Those that it does not take within 100 ms, or
 * within twice the time between two polls if that is longer, go to other consumers, and these deliveries do not count.
 *
 * <p>If a handler throws, its message is returned without a delay, unless the handler has acknowledged or returned it
 * before. The messages of the same poll before it keep their state. {@link #close()} returns what is held. If the process
 * dies, other consumers receive what it held.
 *
 * <p>The deliveries of a message count 1 for the first, and 1 for each return, each death of a consumer that held it and
 * each time that it was taken over after the processing deadline.
 */
public interface WorkSubscriber extends Subscriber {
    /**
     * Delivers the messages that are there, and does not wait for more. Over a socket it waits for the answer to a
     * message that it returns because a handler threw. Throws also what {@link Subscriber#poll} throws.
     *
     * @param handler called for each message
     * @param limit the most messages to deliver, from 1
     * @return the number delivered, from 0
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws ClosedException after {@link #close()}
     */
    int poll(WorkHandler handler, int limit);

    /**
     * Delivers what is there, waiting for at least one message. Throws also what {@link Subscriber#poll} throws.
     *
     * @param handler called for each message
     * @param limit the most messages to deliver, from 1
     * @param timeout the longest wait; zero or less does not wait
     * @return the number delivered; 0 on timeout
     * @throws InterruptedWaitException if the thread is interrupted while it waits; nothing was delivered
     * @throws ClosedException after {@link #close()}, also by another thread during the wait
     */
    int receive(WorkHandler handler, int limit, Duration timeout);

    /**
     * Acknowledges a held message: it is not delivered again once this has returned. The thread that polls calls this, also
     * inside a handler. Over a socket this waits for the answer of the listening subscriber.
     *
     * @param id of the message, {@link WorkMessage#id()}
     * @throws LeaseLostException if the processing deadline was over and another consumer has taken the message over; over a
     *         socket, also if the connection was lost before the answer, so that the message may be delivered again
     * @throws InterruptedWaitException if the thread is interrupted while it waits for the answer; the message may be
     *         acknowledged or delivered again, and is not held any more
     * @throws IllegalStateException if this subscriber does not hold such a message, because it was acknowledged or returned
     *         before; or while another thread uses it
     * @throws ClosedException after {@link #close()}
     */
    void ack(long id);

    /**
     * Returns a held message, to be delivered again to any consumer. The thread that polls calls this, also inside a
     * handler. Over a socket this waits as {@link #ack} does.
     *
     * @param id of the message, {@link WorkMessage#id()}
     * @param delay the shortest time until the next delivery, up to one day; zero for none
     * @throws IllegalArgumentException if the delay is negative or longer than a day
     * @throws LeaseLostException as {@link #ack} does
     * @throws InterruptedWaitException as {@link #ack} does
     * @throws IllegalStateException as {@link #ack} does
     * @throws ClosedException after {@link #close()}
     */
    void nack(long id, Duration delay);

    /**
     * Counts the messages that this subscriber holds. For the thread that polls, also inside a handler.
     *
     * @return from 0
     * @throws ClosedException after {@link #close()}
     */
    int held();
}
