package io.rondo.client.service;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.DropReason;
import io.rondo.client.Request;
import io.rondo.client.Response;
import io.rondo.client.service.response.ResponseHeader;
import io.rondo.client.service.response.ResponsePath;
import io.rondo.codecs.service.ResponseKind;
import io.rondo.core.buffer.SegmentBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.agrona.DirectBuffer;

/** A request that the responder has taken, reused by {@link RequestTable}. Confined to the responder's thread. */
final class OpenRequest implements Request {
    private static final DirectBuffer EMPTY = new SegmentBuffer();
    private static final int MAX_TEXT_BYTES = 1024;

    private final ResponderEndpoint responder;
    private final int index;
    private final ReplyClaim claim = new ReplyClaim();
    /** Incremented with each use, so that an old id finds nothing. */
    private int generation;
    private ResponsePath path;
    private long correlation;
    private long deadline;
    private DirectBuffer buffer = EMPTY;
    private int offset;
    private int length;
    private boolean open;
    private boolean deferred;
    private boolean inHandler;
    private boolean cancelled;
    private DropReason dropReason;
    private long lease;
    private int deliveries;

    OpenRequest(ResponderEndpoint responder, int index) {
        this.responder = responder;
        this.index = index;
    }

    void begin(ResponsePath itsPath, long itsCorrelation, long itsDeadline, DirectBuffer payload, int at, int size) {
        generation++;
        path = itsPath;
        correlation = itsCorrelation;
        deadline = itsDeadline;
        buffer = payload;
        offset = at;
        length = size;
        open = true;
        inHandler = true;
        deferred = false;
        cancelled = false;
        dropReason = null;
    }

    /** Notes the hold of this request, after {@link #begin}. */
    void hold(RequestLeases leases) {
        lease = leases.keep();
        deliveries = leases.deliveries();
    }

    long lease() {
        return lease;
    }

    /** The handler has returned: the payload is not valid any more. Returns whether the request is deferred. */
    boolean leaveHandler() {
        inHandler = false;
        buffer = EMPTY;
        offset = 0;
        length = 0;
        return open && deferred;
    }

    boolean isInHandler() {
        return inHandler;
    }

    int index() {
        return index;
    }

    boolean hasId(long id) {
        return open && deferred && id == id();
    }

    private long id() {
        return (long) generation << Integer.SIZE | index + 1;
    }

    static int indexOf(long id) {
        return (int) id - 1;
    }

    boolean isDeferred() {
        return deferred;
    }

    long requester() {
        return path.requester();
    }

    long correlation() {
        return correlation;
    }

    void cancel() {
        cancelled = true;
    }

    boolean isLost(long now, long graceNanos) {
        return path.isGone() || now - deadline > graceNanos;
    }

    @Override
    public DirectBuffer buffer() {
        return buffer;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public boolean isExpired() {
        return System.nanoTime() - deadline >= 0;
    }

    @Override
    public boolean isCancelled() {
        boolean seen = !cancelled && open && responder.isCancelled(path.requester(), correlation);
        // The look may have marked this request.
        cancelled |= seen;
        return cancelled;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public int deliveries() {
        return Math.max(1, deliveries);
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the request has ended: it was answered, refused or lost, and a request"
                    + " takes no response after its end");
        }
        path.requireNoClaim();
    }

    @Override
    public int maxResponseLength() {
        return path.maxLength();
    }

    @Override
    public boolean reply(DirectBuffer source, int at, int size) {
        source.boundsCheck(at, size);
        return finish(ResponseKind.END, deliveries, source, at, size);
    }

    @Override
    public boolean end() {
        return finish(ResponseKind.END, deliveries, EMPTY, 0, 0);
    }

    /** Tells the requester that the responders of this request have ended before they answered it. */
    void fail() {
        finish(ResponseKind.DIED, 0, EMPTY, 0, 0);
    }

    @Override
    public boolean refuse(int code, String text) {
        if (code < 0) {
            throw new IllegalArgumentException("refusal code " + code + " is negative: use 0 or more");
        }
        return refuseAs(code, text);
    }

    /** Refuses with a code that may be one of Rondo's own. */
    boolean refuseAs(int code, String text) {
        byte[] bytes = Objects.requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8);
        byte[] sent = Arrays.copyOf(bytes, Math.min(bytes.length, MAX_TEXT_BYTES));
        return finish(ResponseKind.REFUSED, code, Buffers.wrap(sent), 0, sent.length);
    }

    private boolean finish(ResponseKind kind, int code, DirectBuffer source, int at, int size) {
        boolean outer = responder.enterCall();
        try {
            requireOpen();
            boolean sent = noted(!cancelled && path.send(kind, correlation, code, source, at, size), size);
            if (!sent && !cancelled) {
                path.drop(correlation, deliveries);
            }
            ended();
            return sent;
        } finally {
            responder.leave(outer);
        }
    }

    /** Ends the request without a response. */
    void abandon() {
        claim.close();
        ended();
    }

    /** Whether the path holds this request, which has ended, until the response has left this process. */
    boolean isAnswerKept() {
        return lease != 0 && path.hold(lease);
    }

    private void ended() {
        open = false;
        responder.ended(this);
    }

    @Override
    public boolean part(DirectBuffer source, int at, int size) {
        source.boundsCheck(at, size);
        boolean outer = responder.enterCall();
        try {
            return canSendPart(size)
                    && sentPart(path.send(ResponseKind.PART, correlation, deliveries, source, at, size), size);
        } finally {
            responder.leave(outer);
        }
    }

    /** Notes why a response was not sent. */
    private boolean noted(boolean sent, int size) {
        dropReason = sent ? null : cancelled ? DropReason.CANCELLED : path.dropReason(size);
        return sent;
    }

    @Override
    public DropReason dropReason() {
        return dropReason;
    }

    private boolean canSendPart(int size) {
        requireOpen();
        if (size < 0 || size > path.maxLength()) {
            noted(false, size);
            throw new IllegalArgumentException("service " + responder.service() + ": a response of " + size
                    + " bytes is longer than " + path.maxLength() + ", the longest that fits the requester's queue:"
                    + " send smaller parts");
        }
        return !endIfUseless();
    }

    /** Ends a request of which no response is wanted. */
    private boolean endIfUseless() {
        if (path.isGone()) {
            path.drop(correlation, deliveries);
        } else if (!cancelled) {
            return false;
        }
        noted(false, 0);
        ended();
        return true;
    }

    private boolean sentPart(boolean sent, int size) {
        if (!noted(sent, size)) {
            endIfUseless();
        }
        return sent;
    }

    @Override
    public Claim claim(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("response length " + size + " is negative: use 0 or more");
        }
        boolean outer = responder.enterCall();
        try {
            requireOpen();
            Claim space = cancelled ? null : path.claim(size);
            if (space != null) {
                dropReason = null;
                return claim.open(ResponseKind.END, path.open(space));
            }
            noted(false, size);
            if (!cancelled) {
                path.drop(correlation, deliveries);
            }
            ended();
            return null;
        } finally {
            responder.leave(outer);
        }
    }

    @Override
    public Claim claimPart(int size) {
        boolean outer = responder.enterCall();
        try {
            if (!canSendPart(size)) {
                return null;
            }
            Claim space = path.claim(size);
            return sentPart(space != null, size) ? claim.open(ResponseKind.PART, path.open(space)) : null;
        } finally {
            responder.leave(outer);
        }
    }

    @Override
    public long defer() {
        responder.requireAnswerable();
        requireOpen();
        deferred = true;
        return id();
    }

    /** Refuses a request that its handler left open, given the exception of the handler or null. Throws nothing. */
    void refuseUnanswered(Throwable failure) {
        claim.close();
        if (path.hasClaim()) {
            // A deferred request has a claim in the same queue, so nothing can be sent now.
            path.drop(correlation, deliveries);
            ended();
        } else if (failure != null) {
            refuseAs(Response.HANDLER_FAILED, "the handler failed: " + text(failure));
        } else {
            refuseAs(Response.NO_REPLY, "the handler neither answered nor deferred the request");
        }
    }

    private static String text(Throwable failure) {
        try {
            return failure.toString();
        } catch (RuntimeException e) {
            return failure.getClass().getName();
        }
    }

    /** A claim of a response. */
    private final class ReplyClaim extends OffsetClaim {
        private ResponseKind kind;

        ReplyClaim() {
            super(ResponseHeader.LENGTH, () -> responder.requireAnswerable());
        }

        Claim open(ResponseKind itsKind, Claim space) {
            kind = itsKind;
            return over(space);
        }

        @Override
        long committed(int size) {
            boolean outer = responder.enterCall();
            try {
                Claim space = end();
                path.closeClaim();
                boolean sent = noted(
                        path.commit(space, kind, correlation, deliveries, ResponseHeader.LENGTH + size), size);
                if (!sent) {
                    path.drop(correlation, deliveries);
                }
                if (kind == ResponseKind.END || !sent) {
                    ended();
                }
                return correlation;
            } finally {
                responder.leave(outer);
            }
        }

        @Override
        public void close() {
            if (isOpen()) {
                path.closeClaim();
                super.close();
            }
        }
    }
}
