package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Claim;
import io.rondo.client.ClosedException;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The contract where at least one side uses a socket: what one does, the other one sees after a while. */
abstract class SocketContract extends ChannelContract {
    /** A channel that refuses so often in a row is full. */
    private static final int QUIET_LOOKS = 100;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Map<String, Collection<Subscriber>> subscribed = new ConcurrentHashMap<>();

    /** Owners without a segment: their directory of segments cannot be made. */
    static RondoConfig withoutSegments(Path where, SocketIo io) {
        return RondoConfig.builder().directory(Path.of("/proc/none/x")).socketDirectory(where).socketIo(io)
                .transport(Transport.AUTO).build();
    }

    @Override
    public Subscriber subscriber(String channel, ChannelSettings options) {
        Subscriber in = super.subscriber(channel, options);
        subscribed.computeIfAbsent(channel, name -> new ConcurrentLinkedQueue<>()).add(in);
        return in;
    }

    /** A topic's subscriber that was there before the owner connects to it in its own time, and misses what was before. */
    @Override
    public Publisher publisher(String channel, ChannelSettings options) {
        Publisher out = super.publisher(channel, options);
        if (options.segment().ringKind().isTopic()) {
            int open = (int) subscribed.getOrDefault(channel, new ConcurrentLinkedQueue<>()).stream()
                    .filter(SocketContract::isOpen).count();
            Watchdog.await(open + " subscribers of " + channel, () -> out.consumers() >= open);
        }
        return out;
    }

    private static boolean isOpen(Subscriber in) {
        try {
            return in.consumers() >= 0;
        } catch (ClosedException e) {
            return false;
        }
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
        for (int refusals = 0; refusals < QUIET_LOOKS; refusals++) {
            message.putLong(0, number);
            long result = out.tryPublish(message, 0, Messages.LENGTH);
            if (result == Publisher.BACK_PRESSURED) {
                // Lets go of the core, which others need to carry on what is under way.
                LockSupport.parkNanos(LOOK_NANOS);
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
        Watchdog.await("room for " + length + " bytes", () -> {
            result[0] = out.tryPublish(buffer, offset, length);
            return result[0] != Publisher.BACK_PRESSURED && result[0] != Publisher.NOT_CONNECTED;
        });
        return result[0];
    }

    @Override
    public Claim claimSoon(Publisher out, int length) {
        Claim[] claim = new Claim[1];
        Watchdog.await("room for " + length + " bytes", () -> {
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
