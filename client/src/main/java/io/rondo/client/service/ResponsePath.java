package io.rondo.client.service;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.codecs.service.ResponseKind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.ArrayList;
import org.agrona.DirectBuffer;

/**
 * A responder's way to one requester: the publisher of its response queue. Where attaching may wait, as over a socket, a thread
 * of its own attaches, and responses are kept until then. Never waits. Confined to the responder's thread.
 */
final class ResponsePath {
    /** Limit of the responses that are kept while the queue is not attached: as much as the default queue has. */
    private static final int MAX_KEPT_BYTES = 64 << 10;
    /** Limit of the notices of lost responses; further ones end at their deadline. */
    private static final int MAX_LOST = 1 << 14;
    /** How long closing waits for a thread that attaches. */
    private static final long ATTACH_MILLIS = 500;

    private final long requester;
    private final ResponseHeader header = new ResponseHeader();
    /** Responses until the queue is attached. Guarded by itself. */
    private final ArrayDeque<byte[]> kept = new ArrayDeque<>();
    private int keptBytes;
    /** The correlation ids of responses that were dropped, which the requester has not been told. */
    private long[] lost = new long[8];
    private int lostCount;
    private PublisherEndpoint queue;
    /** Attaches to the queue; null if that took no thread. */
    private Thread attaching;
    private Claim claimed;
    private boolean gone;
    /** The first of consecutive checks that found no consumer; 0 if the last one found it. */
    private long absentSince;
    /** Set by the attaching thread, and not changed after that. */
    private volatile Attachment attached;
    /** Whether the queue is not wanted any more. */
    private volatile boolean left;

    /**
     * A queue to which what was kept has been sent.
     *
     * @param queue null if there is none
     * @param lost correlation ids of the responses that did not fit
     */
    private record Attachment(PublisherEndpoint queue, List<Long> lost) {}

    private ResponsePath(long requester) {
        this.requester = requester;
    }

    /** Opens the way to a requester. */
    static ResponsePath open(ResponseQueues queues, String name, long requester) {
        ResponsePath path = new ResponsePath(requester);
        PublisherEndpoint queue = null;
        try {
            queue = queues.tryAttach(name);
        } catch (RondoException e) {
            path.gone = true;
        }
        if (queue != null) {
            path.use(queue);
        } else if (!path.gone) {
            path.attaching = Thread.ofPlatform().daemon().name("rondo-response-attach")
                    .start(() -> path.attach(queues, name));
        }
        return path;
    }

    private void attach(ResponseQueues queues, String name) {
        PublisherEndpoint opened = null;
        try {
            opened = queues.attach(name);
        } catch (RuntimeException e) {
            // The requester is gone, or cannot be reached.
        }
        // The responder may not poll for long, so this thread sends what was kept.
        synchronized (kept) {
            List<Long> unsent = new ArrayList<>();
            while (opened != null && !kept.isEmpty()) {
                byte[] record = kept.remove();
                if (!isSent(opened, record)) {
                    unsent.add(correlation(record));
                }
            }
            attached = new Attachment(opened, unsent);
        }
        // [attached] After the store; leave() does the reverse, so one of both closes it.
        if (left) {
            close(opened);
        }
    }

    private static boolean isSent(PublisherEndpoint queue, byte[] record) {
        try {
            return record.length <= queue.maxMessageLength()
                    && queue.tryPublish(Buffers.wrap(record), 0, record.length) > 0;
        } catch (RondoException e) {
            return false;
        }
    }

    private static long correlation(byte[] record) {
        ResponseHeader header = new ResponseHeader();
        header.read(Buffers.wrap(record), 0, record.length);
        return header.correlation();
    }

    private void use(PublisherEndpoint attachedQueue) {
        queue = attachedQueue;
        if (!queue.hasConsumer()) {
            leave();
        }
    }

    long requester() {
        return requester;
    }

    /** Whether the requester has ended, or cannot be reached. */
    boolean isGone() {
        return gone;
    }

    /** Whether {@link #maintain} has work that the requester waits for. */
    boolean isUrgent() {
        return !gone && (queue == null || lostCount > 0);
    }

    /** The longest response that fits, in bytes; unknown before the queue is attached. */
    int maxLength() {
        return queue == null ? MAX_KEPT_BYTES : queue.maxMessageLength() - ResponseHeader.LENGTH;
    }

    /**
     * Sends a response.
     *
     * @return false if there is no room, or {@link #isGone}
     */
    boolean send(ResponseKind kind, long correlation, int code, DirectBuffer buffer, int offset, int length) {
        Claim space = claim(length);
        if (space == null) {
            return false;
        }
        try {
            header.write(space.buffer(), space.offset(), kind, correlation, code);
            space.buffer().putBytes(space.offset() + ResponseHeader.LENGTH, buffer, offset, length);
        } catch (RuntimeException | Error e) {
            space.abort();
            throw e;
        }
        return commit(space, ResponseHeader.LENGTH + length);
    }

    /**
     * Claims space for a response and its header.
     *
     * @param length of the response
     * @return the claim; null if there is no room, or {@link #isGone}
     */
    Claim claim(int length) {
        maintainAttaching();
        if (gone || lostCount > 0 && !sendLost()) {
            return null;
        }
        if (queue == null) {
            return length > MAX_KEPT_BYTES - keptBytes ? null : new KeptClaim(ResponseHeader.LENGTH + length);
        }
        return length > maxLength() ? null : tryClaim(ResponseHeader.LENGTH + length);
    }

    private Claim tryClaim(int length) {
        try {
            return queue.tryClaim(length);
        } catch (RondoException e) {
            // Removed, closed, or connected to another process.
            leave();
            return null;
        }
    }

    /** Keeps a response until the queue is attached; returns false if it is attached. */
    private boolean keep(byte[] record) {
        synchronized (kept) {
            if (attached == null) {
                kept.add(record);
                keptBytes += record.length;
            }
            return attached == null;
        }
    }

    /** Opens a claim that outlasts the call, at most one at a time. */
    Claim open(Claim space) {
        claimed = space;
        return space;
    }

    /** Whether a claim of a response is open. */
    boolean hasClaim() {
        return claimed != null;
    }

    void requireNoClaim() {
        if (hasClaim()) {
            throw new IllegalStateException("a claim for this requester is open: commit or abort it first");
        }
    }

    /** Ends the open claim. */
    void closeClaim() {
        claimed = null;
    }

    /** Commits the claim of a response, which ended with the queue if the requester is gone; returns whether it was sent. */
    boolean commit(Claim space, ResponseKind kind, long correlation, int length) {
        if (gone) {
            return false;
        }
        header.write(space.buffer(), space.offset(), kind, correlation, 0);
        return commit(space, length);
    }

    /** Commits a record; returns false if the requester is gone. */
    private boolean commit(Claim space, int length) {
        try {
            space.commit(length);
            return true;
        } catch (RondoException e) {
            leave();
            return false;
        }
    }

    /** Notes that the requester is to be told of a response that was dropped. */
    void addLost(long correlation) {
        if (lostCount < MAX_LOST) {
            if (lostCount == lost.length) {
                lost = Arrays.copyOf(lost, 2 * lostCount);
            }
            lost[lostCount++] = correlation;
        }
    }

    /** Tells the requester of responses that were dropped; returns whether it was told of all. */
    private boolean sendLost() {
        int sent = 0;
        Claim space = claimed != null || queue == null ? null : tryClaim(ResponseHeader.LENGTH);
        while (space != null) {
            header.write(space.buffer(), space.offset(), ResponseKind.LOST, lost[sent], 0);
            if (commit(space, ResponseHeader.LENGTH)) {
                sent++;
            }
            space = gone || sent == lostCount ? null : tryClaim(ResponseHeader.LENGTH);
        }
        System.arraycopy(lost, sent, lost, 0, lostCount - sent);
        lostCount -= sent;
        return lostCount == 0;
    }

    /**
     * Does what is due: uses the queue that was attached, sends what was kept, notices that the requester has ended.
     *
     * @param now value of {@link System#nanoTime()}
     * @param absentNanos how long a connection may be lost
     */
    void maintain(long now, long absentNanos) {
        maintainAttaching();
        if (gone || queue == null) {
            return;
        }
        if (lostCount > 0) {
            sendLost();
        }
        if (!gone && isAbsent(now, absentNanos)) {
            leave();
        }
    }

    private boolean isAbsent(long now, long absentNanos) {
        try {
            if (queue.hasConsumer()) {
                absentSince = 0;
                return false;
            }
        } catch (RondoException e) {
            return true;
        }
        absentSince = absentSince == 0 ? now : absentSince;
        return queue.transport() == Transport.SHM || now - absentSince >= absentNanos;
    }

    private void maintainAttaching() {
        if (queue != null || gone) {
            return;
        }
        Attachment result = attached;
        if (result == null) {
            return;
        }
        if (result.queue == null) {
            gone = true;
        } else {
            result.lost.forEach(this::addLost);
            use(result.queue);
        }
    }

    /** Detaches from the queue of a requester that has ended. Closing a connection may wait, so another thread does it. */
    private void leave() {
        PublisherEndpoint ended = end();
        if (ended != null && ended.transport() == Transport.SHM) {
            close(ended);
        } else if (ended != null) {
            Thread.ofPlatform().daemon().name("rondo-response-close").start(() -> close(ended));
        }
    }

    /** Detaches, as the responder closes. Waits for what is under way over a socket, but not for long. */
    void close() {
        try {
            if (attaching != null) {
                attaching.join(ATTACH_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(end());
    }

    private PublisherEndpoint end() {
        gone = true;
        left = true;
        Attachment result = attached;
        return queue != null ? queue : result == null ? null : result.queue;
    }

    private static void close(PublisherEndpoint queue) {
        try {
            if (queue != null) {
                queue.close();
            }
        } catch (RondoException e) {
            // What the requester has not received is lost with this responder or that requester.
        }
    }

    /** A claim of a response that is kept until the queue is attached. */
    private final class KeptClaim extends HeapClaim {
        KeptClaim(int length) {
            super(length);
        }

        @Override
        void committed(byte[] record) {
            if (!keep(record)) {
                maintainAttaching();
                if (gone || !isSent(queue, record)) {
                    addLost(ResponsePath.correlation(record));
                }
            }
        }
    }
}
