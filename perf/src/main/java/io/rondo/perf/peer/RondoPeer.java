package io.rondo.perf.peer;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Claim;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.core.DeliveryUnknownException;
import java.time.Duration;
import org.agrona.DirectBuffer;

/** Rondo through its public API. */
final class RondoPeer implements Peer {
    /** For ever: the worker's watchdog ends a slice that does not. A shorter wait would wake sleepers whose cost is measured. */
    private static final Duration WAIT = Duration.ofHours(1);

    private final Rondo rondo;
    private final ChannelOptions options;
    private final boolean waiting;

    /** With {@code waiting}, Rondo waits; otherwise the worker spins. */
    RondoPeer(PeerSettings settings, ChannelOptions.Builder options, boolean waiting) {
        this.rondo = Rondo.connect(RondoConfig.builder().directory(settings.directory()).build());
        this.options = options.capacity(settings.capacity()).linger(Duration.ZERO).build();
        this.waiting = waiting;
    }

    @Override
    public Sender sender(String channel) {
        return new RondoSender(rondo.publisher(channel, options), waiting);
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        Subscriber subscriber = rondo.subscriber(channel, options);
        MessageHandler handler = reader::read;
        return waiting
                ? () -> subscriber.receive(handler, Receiver.LIMIT, WAIT)
                : () -> subscriber.poll(handler, Receiver.LIMIT);
    }

    @Override
    public void close() {
        try {
            rondo.close();
        } catch (DeliveryUnknownException e) {
            // The other side of a socket has closed before: the slices were over.
        }
    }

    private record RondoSender(Publisher publisher, boolean waiting) implements Sender {
        @Override
        public boolean trySend(MessageWriter writer, int length) {
            Claim claim = waiting ? publisher.claim(length) : publisher.tryClaim(length);
            if (claim == null) {
                return false;
            }
            writer.write(claim.buffer(), claim.offset(), length);
            claim.commit();
            return true;
        }

        @Override
        public boolean trySend(DirectBuffer message, int offset, int length) {
            long sequence = waiting
                    ? publisher.publish(message, offset, length)
                    : publisher.tryPublish(message, offset, length);
            if (sequence == Publisher.CLOSED) {
                throw new IllegalStateException("the publisher is closed");
            }
            return sequence > 0;
        }
    }
}
