package io.rondo.broker.bridge;

import io.rondo.broker.bridge.aeron.AeronErrors;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.status.BridgeState;
import io.rondo.broker.status.BridgeStatus;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/**
 * One bridge. It opens its channels and its stream, and does so again when one of them fails, for example because the media
 * driver has died. Thread-safe.
 */
public final class Bridge implements AutoCloseable {
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final BridgeSettings settings;
    private final LocalChannels channels;
    private final BridgeEnvironment environment;
    private final BridgeListener listener;
    private final BridgeCounters counters = new BridgeCounters();
    private final BridgeProgress progress = new BridgeProgress();
    /** Opens and closes the link, and local channels of an open one, which may take seconds: other bridges go on. */
    private final ThreadPoolExecutor lifecycle;
    /** Null while the bridge is not open. Only one thread uses an open one: its memory is unmapped when it is closed. */
    private volatile BridgeLink link;
    private volatile boolean connected;
    private volatile List<String> peers = List.of();
    /** Whether the lifecycle opens or closes the link. */
    private volatile boolean changing;
    /** When to open it. */
    private volatile long openAt = System.nanoTime();
    /** When it is due to report that the other side is not there. */
    private volatile long waitingAt;
    /** For the agent's thread. */
    private long lookAt = openAt;
    /** A sender of which packets do not arrive; null for none. For the agent's thread. */
    private String lossyPeer;
    // Guarded by this.
    private boolean started;
    private boolean ending;

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
        lifecycle = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("rondo-bridge-" + settings.name()).factory());
    }

    /**
     * Starts the bridge. What fails from now on is reported to the listener, and tried again.
     *
     * @param required whether the first attempt must succeed
     * @throws io.rondo.client.RondoException if it is required and fails; the message has the reason and the remedy
     */
    public synchronized void start(boolean required) {
        environment.agent().start();
        if (required) {
            open();
        }
        // Later the process may not get another thread.
        lifecycle.prestartCoreThread();
        started = true;
        environment.agent().add(this);
    }

    private void open() {
        BridgeLink opened = switch (settings.kind()) {
            case SEQUENCED -> environment.sequenced().open(settings, environment, counters, listener);
            case TOPIC, QUEUE -> settings.direction() == BridgeDirection.SEND
                    ? new SendingLink(settings, channels, environment, progress, counters, listener, lifecycle)
                    : new ReceivingLink(settings, channels, environment, progress, counters, listener, lifecycle);
        };
        waitingAt = System.nanoTime() + FIRST_REPORT_NANOS;
        link = opened;
        listener.onOpen(opened.description());
    }

    private void change(Runnable action) {
        changing = true;
        lifecycle.execute(() -> {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                openAt = System.nanoTime() + RETRY_NANOS;
                listener.onFailure(AeronErrors.message(e));
            }
            changing = false;
        });
    }

    /** Runs a duty cycle, on the agent's thread; returns the amount of work. */
    int doWork() {
        // Before the link, which is set first.
        if (changing) {
            return 0;
        }
        BridgeLink open = link;
        if (open == null) {
            if (System.nanoTime() - openAt >= 0) {
                change(this::open);
            }
            return 0;
        }
        try {
            int work = open.doWork();
            look(open);
            return work;
        } catch (RuntimeException | Error e) {
            // HotSpot throws an InternalError if a file is truncated while it is mapped.
            failed(open, e);
            return 0;
        }
    }

    private void failed(BridgeLink open, Throwable failure) {
        link = null;
        forgetPeers();
        report(null);
        openAt = System.nanoTime() + RETRY_NANOS;
        change(() -> {
            CloseHelper.quietClose(open);
            listener.onFailure(AeronErrors.message(failure));
        });
    }

    private void forgetPeers() {
        peers = List.of();
        connected = false;
    }

    private void look(BridgeLink open) {
        long now = System.nanoTime();
        boolean present = open.isConnected();
        if (present == connected && now - lookAt < 0) {
            return;
        }
        lookAt = now + LOOK_NANOS;
        peers = open.peers();
        report(open.findLoss(now));
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

    private void report(String lossy) {
        if (lossy != null && !lossy.equals(lossyPeer)) {
            listener.onLoss("gets nothing from " + lossy
                    + ": its packets do not arrive, also when they are sent again: set |mtu= in"
                    + " the URI of the sender to what the path takes less 28 bytes (48 for IPv6), and check the network");
        } else if (lossy == null && lossyPeer != null) {
            listener.onRepair();
        }
        lossyPeer = lossy;
    }

    /** Returns whether the other side is not there, and nothing is being opened. On the agent's thread. */
    boolean isLonely() {
        return !connected && !changing;
    }

    /** Returns whether the bridge sends local messages. On the agent's thread. */
    boolean isSource() {
        BridgeLink open = link;
        return open != null && open.isSource();
    }

    /** Waits for a local message, and sends it; returns false if the bridge cannot wait. On the agent's thread. */
    boolean await(long nanos) {
        BridgeLink open = link;
        try {
            return open != null && !changing && open.await(nanos);
        } catch (RuntimeException | Error e) {
            failed(open, e);
            return true;
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
                counters.get(BridgeCount.REMOVED), open == null ? 0 : open.clockOffsetSeconds());
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
        if (started && !ending) {
            ending = true;
            environment.agent().remove(this, () -> {
                lifecycle.execute(this::closeLink);
                lifecycle.shutdown();
            });
        }
    }

    private void closeLink() {
        BridgeLink open = link;
        link = null;
        forgetPeers();
        CloseHelper.quietClose(open);
    }

    /** Sends what was taken from local channels, ends the bridge and waits for its end. */
    @Override
    public synchronized void close() {
        end();
        boolean interrupted = false;
        while (started && !lifecycle.isTerminated()) {
            try {
                lifecycle.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
