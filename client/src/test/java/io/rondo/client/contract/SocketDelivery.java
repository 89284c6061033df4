package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Claim;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.socket.connection.SocketEventLoop;
import io.rondo.client.socket.connection.SocketFamily;
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
    private static final int REFUSALS = 60;
    /** The threads are looked at after so many refusals: nine times at least, and a message passes fewer threads. */
    private static final int REFUSALS_PER_LOOK = 6;
    /** Acknowledgements are delayed by 2 ms. */
    private static final long REFUSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private final SocketFamily family;

    SocketDelivery(SocketFamily family) {
        this.family = family;
    }

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
        SocketThreads threads = new SocketThreads();
        try (SocketEventLoop loop = SocketEventLoop.acquire(family)) {
            for (int refusals = 0; refusals < REFUSALS; refusals++) {
                message.putLong(0, number);
                long result = out.tryPublish(message, 0, Messages.LENGTH);
                if (result == Publisher.BACK_PRESSURED) {
                    awaitPass(loop);
                    if (refusals % REFUSALS_PER_LOOK == 0) {
                        Watchdog.await("run of the socket threads", threads::haveRun);
                    }
                } else {
                    assertThat(result).isPositive();
                    number++;
                    refusals = 0;
                }
            }
        }
        return number - 1;
    }

    /** Waits until the event loop has processed the I/O that is ready: on a loaded machine it may get no core for long. */
    private static void awaitPass(SocketEventLoop loop) {
        LockSupport.parkNanos(REFUSAL_NANOS);
        loop.eventLoop().submit(() -> {}).awaitUninterruptibly();
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
