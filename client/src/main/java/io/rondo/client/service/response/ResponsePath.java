package io.rondo.client.service.response;

import io.rondo.client.Claim;
import io.rondo.client.DropReason;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.codecs.service.ResponseKind;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Sends the responses to one requester: the publisher of its response queue, or the attachment to that queue while it goes on.
 * Never waits. Confined to the responder's thread.
 */
public final class ResponsePath {
    /** How long closing waits for an attachment. */
    private static final long ATTACH_MILLIS = 500;
    /** How long the connection to a requester may be lost. */
    private static final long ABSENT_NANOS = 300_000_000L;
    /** Pauses between two attempts to send notices to a requester without room: from the first to the second. */
    private static final long FIRST_PAUSE_NANOS = 2_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 400_000_000L;

    private final ResponsePaths paths;
    private final long requester;
    private final ResponseHeader header = new ResponseHeader();
    private final LostResponses lost = new LostResponses();
    private final LostResponses.Notice notice = this::isSentLost;
    /** Null before it is attached, and after its end. */
    private PublisherEndpoint queue;
    /** Null unless it goes on. */
    private PendingAttachment pending;
    /** Leases of the requests with responses that the attachment keeps. */
    private final List<Long> held = new ArrayList<>();
    private Claim claimed;
    private boolean gone;
    /** The first of consecutive checks that found no consumer; 0 if the last one found it. */
    private long absentSince;
    private long nextCheck;
    private long nextNotice;
    private long pause = FIRST_PAUSE_NANOS;

    private ResponsePath(ResponsePaths paths, long requester) {
        this.paths = paths;
        this.requester = requester;
        nextCheck = ResponsePaths.nextCheck(System.nanoTime());
        nextNotice = nextCheck;
    }

    /** Opens the path to a requester. */
    static ResponsePath open(ResponsePaths paths, ResponseQueues queues, String name, long requester) {
        ResponsePath path = new ResponsePath(paths, requester);
        PublisherEndpoint attached = null;
        try {
            attached = queues.tryAttach(name);
        } catch (RondoException e) {
            // The attachment below repeats the attempt.
        }
        if (attached == null) {
            path.pending = paths.attach(name);
            path.noticeSoon();
        } else {
            path.use(attached);
        }
        return path;
    }

    private void use(PublisherEndpoint attached) {
        queue = attached;
        if (!queue.hasConsumer()) {
            leave();
        }
    }

    /** The id of the requester. */
    public long requester() {
        return requester;
    }

    /** Whether the requester has ended, or cannot be reached. */
    public boolean isGone() {
        return gone;
    }

    /** The time of the next {@link #maintain}. */
    long dueAt() {
        return (pending != null || !lost.isEmpty()) && nextNotice - nextCheck < 0 ? nextNotice : nextCheck;
    }

    private void noticeSoon() {
        nextNotice = System.nanoTime() + pause;
        paths.bringForward(nextNotice);
    }

    /** The longest response that fits, in bytes; unknown before the queue is attached. */
    public int maxLength() {
        return queue == null ? PendingAttachment.MAX_BYTES : queue.maxMessageLength() - ResponseHeader.LENGTH;
    }

    /**
     * Sends a response.
     *
     * @return false if there is no room, or {@link #isGone}
     */
    public boolean send(ResponseKind kind, long correlation, int code, DirectBuffer buffer, int offset, int length) {
        header.set(kind, correlation, code);
        if (queue != null && lost.isEmpty()) {
            return length <= maxLength() && publish(buffer, offset, length);
        }
        Claim space = claim(length);
        if (space == null) {
            return false;
        }
        try {
            space.buffer().putBytes(space.offset() + ResponseHeader.LENGTH, buffer, offset, length);
        } catch (RuntimeException | Error e) {
            space.abort();
            throw e;
        }
        return commit(space, kind, correlation, code, ResponseHeader.LENGTH + length);
    }

    private boolean publish(DirectBuffer buffer, int offset, int length) {
        try {
            return queue.tryPublish(header, buffer, offset, length) > 0;
        } catch (RondoException e) {
            // Removed, closed, or connected to another process.
            leave();
            return false;
        }
    }

    /**
     * Claims space for a response and its header.
     *
     * @param length of the response
     * @return the claim; null if there is no room, or {@link #isGone}
     */
    public Claim claim(int length) {
        if (queue == null || !lost.isEmpty()) {
            return claimAfterWork(length);
        }
        try {
            return length > maxLength() ? null : queue.tryClaim(ResponseHeader.LENGTH + length);
        } catch (RondoException e) {
            leave();
            return null;
        }
    }

    /** Claims space where the queue is being attached, or notices of lost responses go first. */
    private Claim claimAfterWork(int length) {
        endAttachment();
        if (gone || !lost.isEmpty() && !sendLost()) {
            return null;
        }
        if (pending != null) {
            return pending.hasRoom(ResponseHeader.LENGTH + length)
                    ? new KeptClaim(ResponseHeader.LENGTH + length)
                    : null;
        }
        return length > maxLength() ? null : tryClaim(ResponseHeader.LENGTH + length);
    }

    private Claim tryClaim(int length) {
        try {
            return queue.tryClaim(length);
        } catch (RondoException e) {
            leave();
            return null;
        }
    }

    /** Why a response of this length cannot be sent now. Counts those that are too long. */
    public DropReason dropReason(int length) {
        if (gone) {
            return DropReason.REQUESTER_GONE;
        }
        if (length <= maxLength()) {
            return DropReason.NO_ROOM;
        }
        paths.countTooLong();
        return DropReason.TOO_LONG;
    }

    /** Opens a claim that outlasts the call, at most one at a time. */
    public Claim open(Claim space) {
        claimed = space;
        return space;
    }

    /** Whether a claim of a response is open. */
    public boolean hasClaim() {
        return claimed != null;
    }

    /** Throws {@link IllegalStateException} if a claim of a response is open. */
    public void requireNoClaim() {
        if (hasClaim()) {
            throw new IllegalStateException("a claim for this requester is open: commit or abort it first");
        }
    }

    /** Ends the open claim. */
    public void closeClaim() {
        claimed = null;
    }

    /**
     * Commits the claim of a response.
     *
     * @return false if the requester is gone, and the claim has ended with its queue
     */
    public boolean commit(Claim space, ResponseKind kind, long correlation, int code, int length) {
        if (gone) {
            return false;
        }
        header.set(kind, correlation, code).write(space.buffer(), space.offset());
        try {
            space.commit(length);
        } catch (RondoException e) {
            leave();
            return false;
        }
        return !(space instanceof KeptClaim response) || keep(response.record(), correlation);
    }

    /** Keeps a record until the queue is attached, or sends it if that has happened meanwhile. */
    private boolean keep(byte[] record, long correlation) {
        return pending != null && pending.keep(record) || sendKept(record, correlation);
    }

    private boolean sendKept(byte[] record, long correlation) {
        endAttachment();
        Claim space = gone || record.length > maxLength() + ResponseHeader.LENGTH || !lost.isEmpty() && !sendLost()
                ? null
                : tryClaim(record.length);
        if (space == null) {
            return false;
        }
        space.buffer().putBytes(space.offset(), record);
        space.commit();
        return true;
    }

    /** Holds the lease of a request that has ended until what is kept was sent; returns false if nothing is kept. */
    public boolean hold(long lease) {
        return pending != null && held.add(lease);
    }

    /** Counts a response that was dropped, and has the requester told of it. */
    public void drop(long correlation, int delivery) {
        paths.countDropped(1);
        if (!gone) {
            addLost(correlation, delivery);
        }
    }

    private void addLost(long correlation, int delivery) {
        if (lost.isEmpty()) {
            pause = FIRST_PAUSE_NANOS;
            noticeSoon();
        }
        lost.add(correlation, delivery);
    }

    /** Tells the requester of responses that were dropped; returns whether it was told of all. */
    private boolean sendLost() {
        if (lost.tell(notice) > 0) {
            pause = FIRST_PAUSE_NANOS;
        }
        return lost.isEmpty();
    }

    private boolean isSentLost(long correlation, int delivery) {
        Claim space = claimed != null || queue == null ? null : tryClaim(ResponseHeader.LENGTH);
        return space != null && commit(space, ResponseKind.LOST, correlation, delivery, ResponseHeader.LENGTH);
    }

    /**
     * Does what is due: uses the queue that was attached, sends notices of lost responses, notices that the requester has
     * ended.
     *
     * @param now value of {@link System#nanoTime()}
     */
    void maintain(long now) {
        endAttachment();
        if (!lost.isEmpty() || pending != null) {
            sendLost();
            nextNotice = now + pause;
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
        if (now - nextCheck >= 0) {
            nextCheck = ResponsePaths.nextCheck(now);
            if (queue != null && isAbsent(now)) {
                leave();
            }
        }
    }

    private boolean isAbsent(long now) {
        try {
            if (queue.hasConsumer()) {
                absentSince = 0;
                return false;
            }
        } catch (RondoException e) {
            return true;
        }
        absentSince = absentSince == 0 ? now : absentSince;
        return queue.transport() == Transport.SHM || now - absentSince >= ABSENT_NANOS;
    }

    private void endAttachment() {
        PendingAttachment.Result result = pending == null ? null : pending.result();
        if (result == null) {
            return;
        }
        pending = null;
        held.forEach(paths::release);
        held.clear();
        paths.countDropped(result.dropped());
        if (result.queue() == null) {
            end();
        } else {
            result.lost().forEach(this::addLost);
            use(result.queue());
        }
    }

    /** Detaches from the queue of a requester that has ended. That may wait, so another thread does it. */
    private void leave() {
        try {
            if (claimed != null) {
                claimed.close();
            }
        } catch (RondoException e) {
            // It ended with the queue.
        }
        PublisherEndpoint ended = end();
        if (ended != null) {
            paths.runLater(() -> close(ended));
        }
    }

    /** Detaches, as the responder closes. Waits for what is under way over a socket, but not for long. */
    void close() {
        PendingAttachment attaching = pending;
        PublisherEndpoint ended = end();
        try {
            close(attaching == null ? ended : attaching.abandonAfter(ATTACH_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(attaching.abandon());
        }
    }

    private PublisherEndpoint end() {
        PublisherEndpoint ended = queue;
        gone = true;
        queue = null;
        pending = null;
        claimed = null;
        lost.clear();
        // It is kept until the next check, so that further requests of this requester do not look for the queue each time.
        nextCheck = ResponsePaths.nextCheck(System.nanoTime());
        return ended;
    }

    static void close(PublisherEndpoint queue) {
        try {
            if (queue != null) {
                queue.close();
            }
        } catch (RondoException e) {
            // What the requester has not received is lost with this responder or that requester.
        }
    }
}
