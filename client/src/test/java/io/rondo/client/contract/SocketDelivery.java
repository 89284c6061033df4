package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Claim;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** At least one side uses a socket: each observes some time later what the other did. */
final class SocketDelivery implements Delivery {
    /** A channel that refuses so often in a row is full. */
    private static final int REFUSALS = 100;
    private static final long REFUSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    @Override
    public int next(Subscriber in, MessageHandler handler, int limit) {
        int count = in.receive(handler, limit, Duration.ofSeconds(Watchdog.SECONDS));
        assertThat(count).as("messages received").isPositive();
        return count;
    }

    @Override
    public long fill(Publisher out, long first) {
        MutableDirectBuffer message = Messages.of(1);
        long number = first;
        for (int refusals = 0; refusals < REFUSALS; refusals++) {
            message.putLong(0, number);
            long result = out.tryPublish(message, 0, Messages.LENGTH);
            if (result == Publisher.BACK_PRESSURED) {
                // Releases the core to the threads that carry the messages under way.
                LockSupport.parkNanos(REFUSAL_NANOS);
            } else {
                assertThat(result).isPositive();
                number++;
                refusals = 0;
            }
        }
        return number - 1;
    }

    @Override
    public long publishSoon(Publisher out, DirectBuffer buffer, int offset, int length) {
        long[] result = new long[1];
        Watchdog.await("space for " + length + " bytes", () -> {
            result[0] = out.tryPublish(buffer, offset, length);
            return result[0] != Publisher.BACK_PRESSURED && result[0] != Publisher.NOT_CONNECTED;
        });
        return result[0];
    }

    @Override
    public Claim claimSoon(Publisher out, int length) {
        Claim[] claim = new Claim[1];
        Watchdog.await("space for " + length + " bytes", () -> {
            claim[0] = out.tryClaim(length);
            return claim[0] != null;
        });
        return claim[0];
    }

    @Override
    public void becomes(int expected, IntSupplier number) {
        Watchdog.await("number " + expected, () -> number.getAsInt() == expected);
    }

    @Override
    public void closeUnread(Publisher out) {
        try {
            out.close();
        } catch (DeliveryUnknownException e) {
            assertThat(e).hasMessageContaining(out.channel());
            assertThat(e.firstSequence()).isEqualTo(out.confirmed() + 1);
            assertThat(e.lastSequence()).isGreaterThanOrEqualTo(e.firstSequence());
        }
    }
}
