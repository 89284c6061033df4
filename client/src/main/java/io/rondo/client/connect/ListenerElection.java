package io.rondo.client.connect;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.RondoException;
import io.rondo.client.shm.MessagePump;
import io.rondo.client.shm.SharedMemory.Companion;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Has one of the consumers of a work queue listen on its socket. Each consumer without the socket looks for a listener once
 * a second, and takes the place of one that has ended; the lock of the channel decides between several. Thread-safe.
 */
final class ListenerElection {
    private static final System.Logger LOG = System.getLogger("io.rondo");
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final BooleanSupplier isListening;
    private final Supplier<Companion> listen;
    private final Thread thread;
    /** Guarded by this. Null while another consumer listens. */
    private Companion listener;
    private boolean ended;
    private String warned;

    private ListenerElection(BooleanSupplier isListening, Supplier<Companion> listen) {
        this.isListening = isListening;
        this.listen = listen;
        thread = Thread.ofVirtual().name("rondo-listener-election").unstarted(this::run);
    }

    /**
     * Begins to take part, and listens now if no other consumer does.
     *
     * @param isListening whether a consumer listens
     * @param listen starts to listen
     * @return ends with the consumer
     */
    static Companion start(BooleanSupplier isListening, Supplier<Companion> listen) {
        ListenerElection election = new ListenerElection(isListening, listen);
        if (!election.attempt()) {
            election.thread.start();
        }
        return new Companion(MessagePump.NONE, election::end);
    }

    private void run() {
        boolean over = false;
        while (!over) {
            LockSupport.parkNanos(INTERVAL_NANOS);
            over = attempt();
        }
    }

    /** Listens if no consumer does; returns whether no further attempt is needed. */
    private synchronized boolean attempt() {
        if (!ended && listener == null) {
            try {
                listener = isListening.getAsBoolean() ? null : listen.get();
            } catch (ChannelInUseException e) {
                // Another consumer was faster.
            } catch (RondoException e) {
                warn(e);
            }
        }
        return ended || listener != null;
    }

    private void warn(RondoException e) {
        if (!e.getMessage().equals(warned)) {
            warned = e.getMessage();
            LOG.log(Level.WARNING, "peers without shared memory cannot connect to a work queue: {0}", warned);
        }
    }

    private synchronized void end() {
        ended = true;
        LockSupport.unpark(thread);
        if (listener != null) {
            listener.end().run();
        }
    }
}
