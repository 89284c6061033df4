package io.rondo.cli.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;

/** Receives the numbers of a {@link io.rondo.cli.support.TopicFeed} on another host, and checks that they grow. */
final class Ledger implements AutoCloseable {
    private final Rondo rondo;
    private final Subscriber subscriber;
    private long first;
    private long last;
    private long count;

    Ledger(Path directory, String topic) {
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
        subscriber = rondo.topic(topic).subscriber();
    }

    /** Receives until a number of at least this arrives. */
    void until(long number) {
        Watchdog.await("number " + number + " after " + last, () -> {
            subscriber.poll((buffer, offset, length) -> {
                long next = buffer.getLong(offset);
                assertThat(next).isGreaterThan(last);
                first = first == 0 ? next : first;
                last = next;
                count++;
            }, 1000);
            return last >= number;
        });
    }

    /** Returns the number of messages that arrived. */
    long count() {
        return count;
    }

    /** Returns the number of messages from the first to the last, those that did not arrive included. */
    long range() {
        return last - first + 1;
    }

    @Override
    public void close() {
        rondo.close();
    }
}
