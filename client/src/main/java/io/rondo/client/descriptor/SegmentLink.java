package io.rondo.client.descriptor;

import io.rondo.client.ChannelRemovedException;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.client.shm.RingEndpoint;
import io.rondo.client.socket.connection.SocketEventLoop;
import io.rondo.client.socket.peer.SegmentSession;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.segment.SegmentDescriptors;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The peer's link to an owner that passes its segment. Asks each owner for its descriptors. If the segment is the one in use,
 * the link is up again; otherwise it attaches to the new segment and offers that to the endpoint. Thread-safe.
 *
 * @param <T> the endpoint's side of a ring
 */
final class SegmentLink<T extends RingEndpoint> implements SegmentSession.Events, AutoCloseable {
    /** The result of the first attempt. */
    enum Start {
        /** The owner has passed its segment. */
        PASSED,
        /** No owner listens. */
        NO_OWNER,
        /** An owner listens, which has no segment or has not answered. */
        NOT_PASSED
    }

    private final String channel;
    private final Function<SegmentDescriptors, T> attach;
    private final ThreadParker parker = new ThreadParker("endpoint of a channel");
    private final FirstAnswer firstAnswer = new FirstAnswer();
    /** Serves one owner at a time. */
    private final Object asking = new Object();
    private volatile SegmentSession session;
    /** Whether the owner that has passed the latest ring is connected. */
    private volatile boolean live;
    /** Whether that ring is in use. */
    private volatile boolean up;
    /** Whether there are rings that the endpoint has not taken over yet. */
    private volatile boolean offering;
    /** The ring of the segment that an owner has passed last; null if none has. */
    private volatile T latest;
    /** The ring that the endpoint uses; null if none. */
    private volatile T used;
    private volatile RondoException failure;
    /** The owner that connected first has no segment. */
    private volatile boolean withoutSegment;
    /** The fields below are guarded by this. Incremented with each owner, and when an owner is gone. */
    private long connections;
    private boolean connected;
    private final PassedRings<T> rings = new PassedRings<>();
    /** The connection over which the latest segment was confirmed. */
    private long latestBy;
    private boolean closed;

    /**
     * Creates the link.
     *
     * @param channel the name
     * @param attach attaches to a segment that was passed, and uses the descriptors up
     */
    SegmentLink(String channel, Function<SegmentDescriptors, T> attach) {
        this.channel = channel;
        this.attach = attach;
    }

    /** Where the endpoint's thread sleeps while it has no ring. */
    ThreadParker parker() {
        return parker;
    }

    /**
     * Connects, and waits for the answer of an owner that listens now.
     *
     * @param opened the session, which is closed with the link
     * @return whether an owner listens, and has passed its segment
     * @throws RondoException if an owner rejects this peer, or cannot pass its segment
     */
    Start start(SegmentSession opened) {
        session = opened;
        try {
            opened.start();
        } catch (RuntimeException e) {
            // It has closed itself.
            session = null;
            throw e;
        }
        synchronized (this) {
            if (!connected && failure == null) {
                return Start.NO_OWNER;
            }
        }
        firstAnswer.await();
        if (failure != null && !withoutSegment) {
            throw failure;
        }
        return offering ? Start.PASSED : Start.NOT_PASSED;
    }

    /** Returns why an owner that listens did not pass its segment at the first attempt; null if none listens. */
    IOException fault() {
        return firstAnswer.fault();
    }

    /** Whether the owner of the ring in use is connected, and no other has passed its segment. */
    boolean isUp() {
        return up;
    }

    /** Whether an owner has passed another segment than the one in use. */
    boolean hasOffer() {
        return offering;
    }

    /** Whether the owner that is connected has passed another segment than the one in use. */
    boolean hasLiveOffer() {
        return offering && live;
    }

    /**
     * Counts participants in the segment that an owner has passed last. Any thread, until the endpoint is closed.
     *
     * @param count counts them in a ring
     * @param without the result if no owner has passed a segment
     * @throws RondoException if no owner ever will
     */
    int count(ToIntFunction<T> count, int without) {
        while (true) {
            T ring = latest;
            if (ring == null) {
                requireAlive();
                return without;
            }
            try {
                return count.applyAsInt(ring);
            } catch (IllegalStateException e) {
                // The endpoint may have detached the ring, after it changed to a later one.
                if (ring == latest) {
                    throw e;
                }
            }
        }
    }

    /** Whether there is an offer, or a reason why none will come. */
    boolean hasNews() {
        return offering || failure != null;
    }

    /** Whether no owner will ever pass a segment that this endpoint can use. */
    boolean hasFailed() {
        return failure != null;
    }

    /**
     * Whether the owner of the ring in use lives. Asks it, so a hang-up that is not noticed yet counts. Not for the event
     * loop.
     */
    boolean isOwnerAlive() {
        SegmentSession open = session;
        return up && open != null && open.isOwnerAlive() && up;
    }

    /** Throws if the link has ended. */
    void requireAlive() {
        RondoException reason = failure;
        if (reason != null) {
            reason.setStackTrace(Thread.currentThread().getStackTrace());
            throw reason;
        }
    }

    /**
     * Endpoint's thread: takes over the ring of the next segment, which may be the one in use. The endpoint detaches the
     * former one, unless {@link #isOffered} it.
     */
    synchronized T take() {
        rings.take();
        update();
        return used;
    }

    /**
     * Endpoint's thread: takes over the ring of the last segment, which may be the one in use, and detaches those before
     * it. The endpoint detaches the former one.
     */
    T takeLast() {
        List<T> skipped = new ArrayList<>();
        T last;
        synchronized (this) {
            last = rings.takeLast(skipped);
            update();
        }
        skipped.forEach(SegmentLink::discard);
        return last;
    }

    /** Whether the endpoint will take over a ring again. */
    synchronized boolean isOffered(T ring) {
        return rings.isOffered(ring);
    }

    /** Guarded by this. */
    private void update() {
        used = rings.used();
        latest = rings.latest();
        offering = rings.hasOffer();
        live = connected && latestBy == connections && failure == null;
        up = live && !offering;
    }

    @Override
    public void onOwner(Welcome terms) {
        long connection;
        synchronized (this) {
            connections++;
            connection = connections;
            connected = true;
        }
        withoutSegment = !terms.sharedMemory();
        if (withoutSegment || terms.protocolVersion() < SessionEncoder.DESCRIPTOR_PROTOCOL_VERSION) {
            fail(new UnavailableException("channel " + channel + ": " + (terms.sharedMemory()
                    ? "its owner speaks version " + terms.protocolVersion()
                            + " of the session, which cannot pass a segment"
                    : "its owner has no segment, only a socket")
                    + ": open the channel again with transport auto, or use transport socket"));
            return;
        }
        try {
            SocketEventLoop.helpers().execute(() -> ask(connection));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            reconnect("cannot ask for the segment: " + e.getMessage());
        }
    }

    /** Connects again after a pause, which grows until an owner passes its segment. Equal reasons are logged once. */
    private void reconnect(String reason) {
        SegmentSession open = session;
        if (open != null) {
            open.reconnect(reason);
        }
    }

    /** Asks the owner for its segment. A failure that may pass closes the session, which connects again. */
    private void ask(long connection) {
        try {
            synchronized (asking) {
                if (isCurrent(connection)) {
                    onPassed(session.askForSegment(), connection);
                }
            }
        } catch (IOException e) {
            firstAnswer.failed(e);
            // That the owner is gone is no fault.
            reconnect(e instanceof ConnectException ? null : e.getMessage());
        } catch (ChannelRemovedException e) {
            reconnect(e.getMessage());
        } catch (RondoException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(new RondoException("channel " + channel + ": cannot attach to the segment that its owner passed: " + e,
                    e));
        }
    }

    private synchronized boolean isCurrent(long connection) {
        return connected && !closed && connection == connections;
    }

    private void onPassed(SegmentDescriptors passed, long connection) {
        if (isKnown(passed, connection)) {
            passed.close();
            onSettled();
            return;
        }
        T attached = attach.apply(passed);
        boolean settled = false;
        try {
            settled = settle(attached, connection);
        } finally {
            if (!settled) {
                discard(attached);
            }
        }
        if (settled) {
            onSettled();
        }
    }

    /** Uses the ring of a segment again that was passed again; returns whether there is one. */
    private synchronized boolean isKnown(SegmentDescriptors passed, long connection) {
        T known = rings.find(passed);
        if (known != null) {
            settle(known, connection);
        }
        return known != null;
    }

    /** Offers the ring of the segment that was passed, if it fits; returns false if the owner is gone. */
    private synchronized boolean settle(T ring, long connection) {
        boolean current = isCurrent(connection);
        if (current) {
            rings.offer(ring);
            latestBy = connection;
            update();
        }
        return current;
    }

    private void onSettled() {
        session.resetPause();
        firstAnswer.arrived();
        wake();
    }

    @Override
    public void onOwnerGone() {
        synchronized (this) {
            connections++;
            connected = false;
            update();
        }
        wake();
    }

    @Override
    public void onSessionFailed() {
        SegmentSession failed = session;
        if (failed != null && failed.failure() instanceof RondoException reason) {
            end(reason);
        }
    }

    private void fail(RondoException reason) {
        end(reason);
        SegmentSession open = session;
        if (open != null) {
            open.failLater(reason);
        }
    }

    private void end(RondoException reason) {
        synchronized (this) {
            failure = failure == null ? reason : failure;
            update();
        }
        firstAnswer.arrived();
        wake();
    }

    private void wake() {
        T ring = used;
        if (ring != null) {
            ring.wakeOwnSide();
        }
        parker.wake();
    }

    /** Ends the session, and detaches the rings that were not taken over. */
    @Override
    public void close() {
        List<T> surplus;
        synchronized (this) {
            closed = true;
            connected = false;
            surplus = rings.clear();
            update();
        }
        SegmentSession open = session;
        if (open != null) {
            open.close();
        }
        surplus.forEach(SegmentLink::discard);
    }

    private static void discard(RingEndpoint surplus) {
        surplus.endWaits();
        surplus.detach();
    }
}
