package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Claim;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** The contract where both sides use one segment: whatever one does, the other one sees at once. */
abstract class SharedMemoryContract extends ChannelContract {
    static Rondo connect(Path where) {
        return Rondo.connect(config(where, Transport.SHM));
    }

    @Override
    List<RondoConfig> publishing(Path where) {
        return List.of(config(where, Transport.SHM));
    }

    @Override
    List<RondoConfig> subscribing(Path where) {
        return publishing(where);
    }

    @Override
    public int next(Subscriber in, MessageHandler handler, int limit) {
        int count = in.poll(handler, limit);
        assertThat(count).isPositive();
        return count;
    }

    @Override
    public long fill(Publisher out, long first) {
        return Messages.fill(out, first);
    }

    @Override
    public long publishSoon(Publisher out, DirectBuffer buffer, int offset, int length) {
        return out.tryPublish(buffer, offset, length);
    }

    @Override
    public Claim claimSoon(Publisher out, int length) {
        return out.tryClaim(length);
    }

    @Override
    public void becomes(int expected, IntSupplier number) {
        assertThat(number.getAsInt()).isEqualTo(expected);
    }

    @Override
    public void closeUnread(Publisher out) {
        out.close();
    }

    /** Over a socket a message takes its time. */
    @Test
    void pollDeliversAllThatWasPublishedUpToItsLimit() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Received received = new Received();
            Messages.publish(out, 1, 2, 3, 4, 5);
            assertThat(in.poll(received, 2)).isEqualTo(2);
            assertThat(in.receive(received, 1, Duration.ofSeconds(1))).isEqualTo(1);
            assertThat(in.poll(received, Integer.MAX_VALUE)).isEqualTo(2);
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    /** Over a socket it may have to wait for what was published. */
    @Test
    void aThreadInterruptedBeforeReceivesWhatWasPublished() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Thread.currentThread().interrupt();
            Messages.publish(out, 1);
            assertThat(in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10))).isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
