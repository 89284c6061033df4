package io.rondo.broker.bridge;

import io.rondo.broker.bridge.aeron.AeronErrors;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.status.BridgeState;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.broker.thread.AgentThread;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/**
 * One bridge, on a thread of its own. It opens its channels and its stream, and does so again when one of them fails, for
 * example because the media driver has died. Thread-safe.
 */
public final class Bridge implements AutoCloseable {
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long CLOSED_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final BridgeSettings settings;
    private final LocalChannels channels;
    private final BridgeEnvironment environment;
    private final BridgeListener listener;
    private final BridgeCounters counters = new BridgeCounters();
    // Written by the thread that works, which alone may ask Aeron: its memory is unmapped at the end.
    /** Null while the bridge is not open. */
    private volatile BridgeLink link;
    private volatile boolean connected;
    private volatile List<String> peers = List.of();
    private final Worker worker = new Worker();
    /** Null before the start. Guarded by this. */
    private AgentThread thread;

    /**
     * Creates a bridge that is not open.
     *
     * @param settings what it connects
     * @param channels its local channels
     * @param environment of all bridges of the process
     * @param listener is told what happens
     */
    public Bridge(BridgeSettings settings, LocalChannels channels, BridgeEnvironment environment,
            BridgeListener listener) {
        this.settings = settings;
        this.channels = channels;
        this.environment = environment;
        this.listener = listener;
    }

    /**
     * Starts the bridge. What fails from now on is reported to the listener, and tried again.
     *
     * @param required whether the first attempt must succeed
     * @throws io.rondo.client.RondoException if it is required and fails; the message has the reason and the remedy
     */
    public synchronized void start(boolean required) {
        if (required) {
            // On this thread: no other one uses the client yet.
            worker.open();
        }
        thread = new AgentThread(worker, worker);
    }

    /** Opens the link, works, and opens it again after a failure. */
    private final class Worker implements Agent, IdleStrategy {
        private final BridgeProgress progress = new BridgeProgress();
        private long openAt = System.nanoTime();
        private long lookAt = openAt;
        /** When it is due to report that the other side is not there. */
        private long waitingAt;
        private int work;

        private void open() {
            link = switch (settings.kind()) {
                case SEQUENCED -> environment.sequenced().open(settings, environment, counters, listener);
                case TOPIC, QUEUE -> settings.direction() == BridgeDirection.SEND
                        ? new SendingLink(settings, channels, environment, progress, counters, listener)
                        : new ReceivingLink(settings, channels, environment, progress, counters, listener);
            };
            waitingAt = System.nanoTime() + FIRST_REPORT_NANOS;
            listener.onOpen(link.description());
        }

        @Override
        public int doWork() {
            try {
                if (link == null) {
                    if (System.nanoTime() - openAt < 0) {
                        return 0;
                    }
                    open();
                }
                work = link.doWork();
                look();
            } catch (RuntimeException | Error e) {
                // HotSpot throws an InternalError if a file is truncated while it is mapped.
                failed(e);
            }
            return work;
        }

        private void failed(Throwable failure) {
            openAt = System.nanoTime() + RETRY_NANOS;
            work = 0;
            try {
                onClose();
            } catch (RuntimeException | Error e) {
                failure.addSuppressed(e);
            }
            listener.onFailure(AeronErrors.message(failure));
        }

        private void look() {
            long now = System.nanoTime();
            boolean present = link.isConnected();
            if (present == connected && now - lookAt < 0) {
                return;
            }
            lookAt = now + LOOK_NANOS;
            peers = link.peers();
            if (present) {
                waitingAt = now + FIRST_REPORT_NANOS;
                if (!connected) {
                    listener.onConnected();
                }
            } else if (now - waitingAt >= 0) {
                waitingAt = now + REPORT_NANOS;
                listener.onWaiting();
            }
            connected = present;
        }

        @Override
        public void idle(int count) {
            if (link == null) {
                LockSupport.parkNanos(CLOSED_PARK_NANOS);
                return;
            }
            try {
                link.idle(count);
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }

        @Override
        public void idle() {
            idle(0);
        }

        @Override
        public void reset() {
            // It keeps no state.
        }

        @Override
        public void onClose() {
            BridgeLink open = link;
            link = null;
            peers = List.of();
            if (open != null) {
                open.close();
            }
            connected = false;
        }

        @Override
        public String roleName() {
            return "bridge-" + settings.name();
        }
    }

    /** Returns the bridge as it is now. */
    public BridgeStatus status() {
        BridgeLink open = link;
        return new BridgeStatus(settings.name(), settings.direction(), settings.kind(), settings.channel().text(),
                settings.stream().uri(), settings.stream().id(), state(open), peers,
                counters.get(BridgeCount.MESSAGES), counters.get(BridgeCount.BYTES),
                counters.get(BridgeCount.ENVELOPES), open == null ? 0 : open.lag(), counters.get(BridgeCount.LOST),
                counters.get(BridgeCount.GAPS), counters.get(BridgeCount.MISSING),
                counters.get(BridgeCount.DUPLICATES), counters.get(BridgeCount.LOOPS),
                counters.get(BridgeCount.FOREIGN), counters.get(BridgeCount.MALFORMED),
                counters.get(BridgeCount.REFUSED), counters.get(BridgeCount.BACK_PRESSURE),
                counters.get(BridgeCount.REPLAYS), counters.get(BridgeCount.FORWARDED),
                counters.get(BridgeCount.REMOVED));
    }

    private BridgeState state(BridgeLink open) {
        if (open == null) {
            return BridgeState.FAILED;
        }
        if (open.isStopped()) {
            return BridgeState.STOPPED;
        }
        return connected ? BridgeState.CONNECTED : BridgeState.WAITING;
    }

    /** Returns the settings. */
    public BridgeSettings settings() {
        return settings;
    }

    /** Lets the bridge end, without waiting for it. */
    public synchronized void end() {
        if (thread != null) {
            thread.end();
        }
    }

    /** Sends what was taken from local channels, ends the bridge and waits for its end. */
    @Override
    public synchronized void close() {
        end();
        if (thread != null) {
            thread.join();
        }
    }
}
