package io.rondo.perf.peer;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Claim;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import java.time.Duration;

/** Rondo through its public API. */
final class RondoPeer implements Peer {
    /** Bounds a wait, so that a slice whose producer died ends in an error. */
    private static final Duration WAIT = Duration.ofMillis(100);

    private final Rondo rondo;
    private final ChannelOptions options;
    private final boolean waiting;

    /** With {@code waiting}, Rondo waits; otherwise the worker spins. */
    RondoPeer(PeerSettings settings, ChannelOptions.Builder options, boolean waiting) {
        this.rondo = Rondo.connect(RondoConfig.builder().directory(settings.directory()).build());
        this.options = options.capacity(settings.capacity()).build();
        this.waiting = waiting;
    }

    @Override
    public Sender sender(String channel) {
        Publisher publisher = rondo.publisher(channel, options);
        return waiting
                ? (writer, length) -> write(publisher.claim(length), writer, length)
                : (writer, length) -> write(publisher.tryClaim(length), writer, length);
    }

    private static boolean write(Claim claim, MessageWriter writer, int length) {
        if (claim == null) {
            return false;
        }
        writer.write(claim.buffer(), claim.offset(), length);
        claim.commit();
        return true;
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
        rondo.close();
    }
}
