package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Claim;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;

/**
 * What the tests of a contract are written against. A transport may need a moment for what it promises; where it promises it at once, it
 * says so by how it does what is abstract here.
 */
interface Contract {
    /** The name of the channel, where one is enough. */
    String CHANNEL = "contract";
    /** For publishers that leave while nobody reads. */
    Duration SHORT_LINGER = Duration.ofMillis(30);

    /** Options of the kind under test, with room for a few hundred messages. */
    ChannelSettings options();

    /** All there are. */
    List<Rondo> connections();

    Publisher publisher(String channel, ChannelSettings options);

    Subscriber subscriber(String channel, ChannelSettings options);

    /** Returns when the thread of each task has gone to sleep in a call of its publisher; all are of one channel. */
    void awaitParked(List<Publisher> publishers, List<? extends Task<?>> tasks);

    /** Returns when the thread of a task has gone to sleep in a call of this subscriber. */
    void awaitParked(Subscriber in, Task<?> task);

    /** Delivers some of what was published, at least one message. */
    int next(Subscriber in, MessageHandler handler, int limit);

    /** Publishes this number, the next ... until the channel is full and stays so, and says which was the last. */
    long fill(Publisher out, long first);

    /** Publishes where there is room, or will be without anybody's help. */
    long publishSoon(Publisher out, DirectBuffer buffer, int offset, int length);

    /** Claims where there is room, or will be without anybody's help. */
    Claim claimSoon(Publisher out, int length);

    /** What a number comes to be. */
    void becomes(int expected, IntSupplier number);

    /** Closes a publisher, made with {@link #SHORT_LINGER}, of which not everything was consumed. */
    void closeUnread(Publisher out);

    default void awaitParked(Publisher out, Task<?> task) {
        awaitParked(List.of(out), List.of(task));
    }

    default Publisher publisher() {
        return publisher(CHANNEL, options());
    }

    default Subscriber subscriber() {
        return subscriber(CHANNEL, options());
    }

    /** Publishes 1, 2, 3 ... until the channel is full and stays so, and says how many that were. */
    default long fill(Publisher out) {
        return fill(out, 1);
    }

    default long publishSoon(Publisher out, long number) {
        return publishSoon(out, Messages.of(number), 0, Messages.LENGTH);
    }

    /** Receives so many published messages, and no other. */
    default void take(Subscriber in, MessageHandler handler, int count) {
        int taken = 0;
        while (taken < count) {
            taken += next(in, handler, count - taken + 1);
        }
        assertThat(taken).isEqualTo(count);
        assertThat(in.poll(handler, 1)).isZero();
    }

    /** Receives until there are so many, and no other. */
    default void takeUntil(Subscriber in, Received received, long size) {
        take(in, received, (int) size - received.numbers().size());
    }
}
