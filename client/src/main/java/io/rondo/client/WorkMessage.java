package io.rondo.client;

import java.time.Duration;
import org.agrona.DirectBuffer;

/**
 * A message of a work queue during its delivery. One object serves all messages of a subscriber: a handler must not keep it.
 * For the thread that polls.
 */
public interface WorkMessage {
    /**
     * The buffer that contains the message. Valid during the delivery, until the message is acknowledged or returned.
     * With a {@linkplain WorkQueue#processingDeadline processing deadline}, the bytes may change once the deadline is
     * over: another consumer may have acknowledged the message, and a later one takes its space. {@link #ack} then
     * throws {@link LeaseLostException}.
     *
     * @return read-only
     */
    DirectBuffer buffer();

    /**
     * The offset of the message in the buffer.
     *
     * @return in bytes
     */
    int offset();

    /**
     * The length of the message.
     *
     * @return in bytes, from 0
     */
    int length();

    /**
     * Identifies the message among those that its subscriber holds, for {@link WorkSubscriber#ack} after the delivery.
     *
     * @return positive; not used again by this subscriber
     */
    long id();

    /**
     * How often the message was delivered, this time included.
     *
     * @return from 1; 1023 stands for 1023 or more
     */
    int deliveries();

    /**
     * Whether this consumer took the message over from one that died or missed the processing deadline.
     *
     * @return false at the first delivery, and after a return, also by the close of the subscriber that held the message
     */
    boolean isTakenOver();

    /** Acknowledges the message, as {@link WorkSubscriber#ack} does. */
    void ack();

    /**
     * Returns the message, as {@link WorkSubscriber#nack} does.
     *
     * @param delay the shortest time until the next delivery, up to one day; zero for none
     */
    void nack(Duration delay);
}
