package io.rondo.client.service;

import io.rondo.client.Outcome;
import io.rondo.client.ResponseHandler;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.service.response.ResponseHeader;
import io.rondo.codecs.service.ResponseKind;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import org.agrona.DirectBuffer;

/** Passes the records of a response queue on to the handler of the present poll. Confined to the requester's thread. */
final class ResponseDispatcher implements RecordHandler {
    private final RequestsInFlight inFlight;
    private final ResponseHeader header = new ResponseHeader();
    private final ResponseView view = new ResponseView();
    private ResponseHandler handler;
    private int delivered;
    private boolean foundNothing;
    /** The request of which the handler gets the end now; 0 for none. */
    private long ending;
    /** Written by the requester's thread only. */
    private volatile long late;

    ResponseDispatcher(RequestsInFlight inFlight) {
        this.inFlight = inFlight;
    }

    /**
     * Delivers the responses that are there.
     *
     * @param member whether a wait set polls
     * @return the number delivered
     */
    int poll(SubscriberEndpoint responses, ResponseHandler to, int limit, boolean member) {
        handler = to;
        delivered = 0;
        foundNothing = false;
        foundNothing = responses.pollRecords(this, limit, member) == 0;
        return delivered;
    }

    /** Whether the queue was empty at the last poll. */
    boolean foundNothing() {
        return foundNothing;
    }

    /** Whether the end of a request is being delivered to the handler. */
    boolean isEnding(long correlation) {
        return ending == correlation;
    }

    long late() {
        return late;
    }

    @Override
    public Action onRecord(DirectBuffer buffer, int offset, int length) {
        deliver(buffer, offset, length);
        return Action.CONTINUE;
    }

    private void deliver(DirectBuffer buffer, int offset, int length) {
        long correlation = header.read(buffer, offset, length) ? header.correlation() : 0;
        if (!inFlight.contains(correlation)) {
            late = late + 1;
            return;
        }
        int at = offset + ResponseHeader.LENGTH;
        int size = length - ResponseHeader.LENGTH;
        ResponseKind kind = kind(correlation);
        if (kind == null) {
            late = late + 1;
            return;
        }
        switch (kind) {
            case PART, END -> view.response(correlation, kind == ResponseKind.END, buffer, at, size);
            case REFUSED -> view.refusal(correlation, header.code(), buffer, at, size);
            case LOST -> view.end(correlation, Outcome.RESPONSE_LOST);
            case DIED -> view.end(correlation, Outcome.RESPONDER_DIED);
            default -> throw new AssertionError(kind);
        }
        ending = view.isEnd() ? correlation : 0;
        try {
            handler.onResponse(view);
        } finally {
            ending = 0;
        }
        delivered++;
        if (view.isEnd()) {
            // After the handler: if it throws, the response is delivered again.
            inFlight.remove(correlation);
        }
    }

    /**
     * Returns the kind of a response; null for one to drop. Responses of several deliveries of a request are not joined: after
     * a part of one, a response of an earlier delivery is dropped, and one of a later delivery shows that the responder that
     * sent the part has ended.
     */
    private ResponseKind kind(long correlation) {
        ResponseKind kind = header.kind();
        if (kind == ResponseKind.NULL_VAL || kind == ResponseKind.SBE_UNKNOWN) {
            return null;
        }
        int delivery = header.delivery();
        if (delivery <= 0) {
            return kind;
        }
        int before = inFlight.stream(correlation);
        if (before > delivery) {
            return null;
        }
        if (kind == ResponseKind.LOST) {
            return kind;
        }
        if (before != 0 && before != delivery) {
            return ResponseKind.DIED;
        }
        if (kind == ResponseKind.PART) {
            inFlight.stream(correlation, delivery);
        }
        return kind;
    }
}
