package io.rondo.client.contract;

import io.rondo.client.Claim;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;

/** How soon one side of a channel observes what the other side did: at once in shared memory, later over a socket. */
interface Delivery {
    /** Delivers at least one of the messages that were published. */
    int next(Subscriber in, MessageHandler handler, int limit);

    /**
     * Publishes consecutive numbers until the channel is full and stays full without consumption.
     *
     * @return the last number
     */
    long fill(Publisher out, long first);

    /** Publishes where there is space, or will be without further consumption. */
    long publishSoon(Publisher out, DirectBuffer buffer, int offset, int length);

    /** Claims where there is space, or will be without further consumption. */
    Claim claimSoon(Publisher out, int length);

    /** Checks that a number is as expected, or becomes so without further calls. */
    void becomes(int expected, IntSupplier number);

    /** Closes a publisher with a short linger of which not all messages were consumed. */
    void closeUnread(Publisher out);
}
