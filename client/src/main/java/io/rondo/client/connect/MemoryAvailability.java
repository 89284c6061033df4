package io.rondo.client.connect;

import io.rondo.client.NoSpaceException;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.UnavailableException;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.files.SocketDirectory;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether this process can use shared memory, and the reason if it cannot. Thread-safe. */
final class MemoryAvailability {
    private static final System.Logger LOG = System.getLogger("io.rondo");

    /** Null if shared memory is unavailable; {@link #fault} is then the reason. */
    private final SharedMemory memory;
    private final RondoException fault;
    private final AtomicBoolean warned = new AtomicBoolean();

    private MemoryAvailability(SharedMemory memory, RondoException fault) {
        this.memory = memory;
        this.fault = fault;
    }

    /**
     * Opens the directory of segments.
     *
     * @param config the settings
     * @return the directory, or why this process has to use sockets
     * @throws RondoException if the settings do not permit sockets instead, or these cannot be used either
     */
    static MemoryAvailability of(RondoConfig config) {
        try {
            return new MemoryAvailability(SharedMemory.open(config), null);
        } catch (RondoException e) {
            // A process that only uses sockets needs no directory of segments.
            if (config.transport() == Transport.SHM || config.transport() == Transport.AUTO && !isUnavailable(e)) {
                throw e;
            }
            requireSockets(config, e);
            return new MemoryAvailability(null, e);
        }
    }

    /** If neither transport is available, reports the fault of shared memory. */
    private static void requireSockets(RondoConfig config, RondoException fault) {
        try {
            SocketDirectory.of(config);
        } catch (RondoException e) {
            fault.addSuppressed(e);
            throw fault;
        }
    }

    private static boolean isUnavailable(RondoException e) {
        return e instanceof UnavailableException || e instanceof NoSpaceException;
    }

    /** Returns the channels in shared memory; null if it is unavailable. */
    SharedMemory memory() {
        return memory;
    }

    /** Returns the channels in shared memory, or throws the reason why there are none. */
    SharedMemory require() {
        if (memory == null) {
            throw fault;
        }
        return memory;
    }

    /** Returns why shared memory is unavailable; null if it is not. */
    String obstacle() {
        return memory == null ? fault.getMessage() : null;
    }

    /** An owner uses sockets only if shared memory is unavailable, not if it is denied. */
    void requireUnavailable(EndpointRequest request) {
        if (memory == null && !isUnavailable(fault)) {
            throw fault;
        }
        if (request.transport() == Transport.SHM_DESCRIPTOR) {
            throw new UnavailableException(
                    "channel " + request.channel() + ": without a segment there is nothing to pass"
                            + " (transport shm-descriptor): " + request.obstacle());
        }
    }

    /** Warns once that sockets are used instead, if there is an obstacle to shared memory. */
    void warnWithout(String obstacle) {
        if (obstacle != null && warned.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, "shared memory is unavailable, using sockets instead: {0}", obstacle);
        }
    }
}
