package io.rondo.cli.broker;

import io.rondo.core.os.UnixDatagram;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Reports the state of the process to the service manager that has started it, as {@code sd_notify(3)} defines. Does nothing
 * without one. A report that cannot be sent is logged: the broker runs without it.
 *
 * @param address of the socket; null or empty if there is none
 */
record ServiceManager(String address) {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final String READY = "READY=1";

    /** Returns the one that has started this process. */
    static ServiceManager ofProcess() {
        return new ServiceManager(System.getenv("NOTIFY_SOCKET"));
    }

    /** The broker answers requests, after its start or after a reload. */
    void ready(String status) {
        report(READY, "STATUS=" + status);
    }

    /** The configuration is read again. */
    void reloading() {
        // On Linux nanoTime is CLOCK_MONOTONIC, in which the manager wants the time.
        report("RELOADING=1", "MONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    /**
     * The broker is ending.
     *
     * @param longest time that it takes
     */
    void stopping(Duration longest) {
        report("STOPPING=1", "STATUS=ending",
                "EXTEND_TIMEOUT_USEC=" + TimeUnit.NANOSECONDS.toMicros(longest.toNanos()));
    }

    private void report(String... assignments) {
        if (address == null || address.isEmpty()) {
            return;
        }
        try {
            UnixDatagram.send(address, String.join("\n", assignments));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the service manager (NOTIFY_SOCKET) gets no report: {0}", e.getMessage());
        }
    }
}
