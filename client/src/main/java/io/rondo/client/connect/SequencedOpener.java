package io.rondo.client.connect;

import io.rondo.client.NoSpaceException;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.UnavailableException;
import io.rondo.client.sequenced.SequencedChannels;
import io.rondo.client.sequenced.socket.SequencedSockets;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens a sequenced topic over shared memory or, where its segments cannot be seen or mapped, over the broker's socket.
 *
 * @param topic the name
 * @param transport that is allowed
 * @param memory opens topics over shared memory; throws if this process cannot use it
 * @param sockets opens topics over sockets
 * @param warn is told why sockets are used with {@link Transport#AUTO}
 */
record SequencedOpener(String topic, Transport transport, Supplier<SequencedChannels> memory,
        Supplier<SequencedSockets> sockets,
        Consumer<String> warn) {
    <T> T open(Function<SequencedChannels, T> overMemory, Function<SequencedSockets, T> overSockets) {
        // A broker passes no descriptors.
        if (transport == Transport.SOCKET || transport == Transport.SHM_DESCRIPTOR) {
            return overSockets.apply(sockets.get());
        }
        SequencedChannels channels = null;
        try {
            channels = memory.get();
            return overMemory.apply(channels);
        } catch (UnavailableException | NoSpaceException e) {
            boolean mapped = channels != null && e instanceof UnavailableException && channels.exists(topic);
            if (transport == Transport.SHM || mapped) {
                throw e;
            }
            return fallBack(channels, overSockets, e);
        }
    }

    private <T> T fallBack(SequencedChannels channels, Function<SequencedSockets, T> overSockets,
            RondoException obstacle) {
        try {
            SequencedSockets fallback = sockets.get();
            if (!isMissing(channels, obstacle, fallback)) {
                T opened = overSockets.apply(fallback);
                warn.accept(obstacle.getMessage());
                return opened;
            }
        } catch (UnavailableException e) {
            // No broker listens there either.
            obstacle.addSuppressed(e);
        }
        throw obstacle;
    }

    /** The broker of both directories did not answer. One that has started since offers its segments to the next call. */
    private static boolean isMissing(SequencedChannels channels, RondoException obstacle, SequencedSockets fallback) {
        return channels != null && obstacle instanceof UnavailableException
                && channels.broker().equals(fallback.broker());
    }
}
