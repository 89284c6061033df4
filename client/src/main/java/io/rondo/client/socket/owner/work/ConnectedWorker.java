package io.rondo.client.socket.owner.work;

import io.rondo.client.ChannelRemovedException;
import io.rondo.client.RondoException;
import io.rondo.client.socket.owner.AcceptedSession;
import io.rondo.client.socket.connection.FrameWriter;
import io.rondo.client.socket.owner.Admission;
import io.rondo.client.socket.session.work.WorkLimits;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.session.SessionException;

/** A connected subscriber of a work queue, or responder of a service. Trusts nothing that it sends. Confined to the event loop. */
public final class ConnectedWorker implements Admission.Participation {
    private final WorkFeed feed;
    private final AcceptedSession session;
    private final long maxDelayNanos;
    /** Null unless the subscriber is a responder. */
    private final WaitingCancellations cancellations;
    private long limit;
    /** The number of settlements that were processed, and the number that was last reported to the subscriber. */
    private long settled;
    private long reported;
    /** The lease of the answer that is being sent; 0 for none. */
    private long lost;
    private final FrameWriter.ControlFrame answer = (encoder, buffer, index) -> encoder.work().settled(buffer, index,
            reported(), lost());
    private final FrameWriter.ControlFrame found = (encoder, buffer, index) -> encoder.work().cancellations(buffer,
            index,
            cancellations().hasMore(), cancellations().found(), cancellations().length());

    /**
     * Creates the part of a subscriber.
     *
     * @param feed supplies its messages
     * @param session of the subscriber
     * @param maxDelayNanos longest delay of a returned message
     * @param service whether the messages are requests of a service
     */
    public ConnectedWorker(WorkFeed feed, AcceptedSession session, long maxDelayNanos, boolean service) {
        cancellations = service ? new WaitingCancellations() : null;
        this.feed = feed;
        this.session = session;
        this.maxDelayNanos = maxDelayNanos;
    }

    @Override
    public void onWorkCredit(long newLimit) {
        if (newLimit < limit) {
            throw new SessionException("WorkCredit decreases from " + limit + " to " + newLimit);
        }
        if (newLimit - feed.sent() > WorkLimits.MAX_CREDIT) {
            throw new SessionException("WorkCredit " + newLimit + " is more than " + WorkLimits.MAX_CREDIT
                    + " messages above the " + feed.sent() + " that were sent");
        }
        limit = newLimit;
        feed.credit(newLimit);
    }

    @Override
    public void onSettle(long lease, Outcome outcome, long delayNanos) {
        if (delayNanos > maxDelayNanos) {
            throw new SessionException("Settle delay " + delayNanos + " ns is more than a day");
        }
        boolean own;
        try {
            own = feed.settle(lease, outcome, delayNanos);
        } catch (IllegalStateException e) {
            throw new SessionException("Settle lease " + lease + ": the subscriber holds no such message");
        } catch (RondoException e) {
            end(e);
            return;
        }
        if (outcome != Outcome.UNUSED) {
            settled++;
            if (!own) {
                report(lease);
            }
        }
    }

    @Override
    public void onLookAhead() {
        if (cancellations == null) {
            throw new SessionException("LookAhead is expected from a responder of a service only");
        }
        try {
            feed.lookAhead(cancellations.begin());
        } catch (RondoException e) {
            end(e);
            return;
        }
        send(found);
    }

    private WaitingCancellations cancellations() {
        return cancellations;
    }

    @Override
    public void onBatchEnd() {
        feed.onSpace();
        if (settled != reported) {
            report(0);
        }
    }

    private long reported() {
        return reported;
    }

    private long lost() {
        return lost;
    }

    private void report(long lostLease) {
        reported = settled;
        lost = lostLease;
        send(answer);
    }

    private void send(FrameWriter.ControlFrame frame) {
        if (!session.connection().writer().send(frame)) {
            session.connection().close("the subscriber does not read the answers");
        }
    }

    @Override
    public void check() {
        RondoException failure = feed.failure();
        if (failure != null) {
            end(failure);
        }
    }

    private void end(RondoException failure) {
        // Before the end of the connection, which abandons what is still held.
        feed.close();
        if (failure instanceof ChannelRemovedException removal) {
            session.bye(ByeReason.REMOVED, removal.unreadMessages(), removal.getMessage());
        } else {
            session.bye(ByeReason.INTERNAL, 0, failure.getMessage());
        }
    }

    @Override
    public long end() {
        feed.close();
        // After the end, which notices a removal that the owner has noticed before.
        check();
        return 0;
    }

    @Override
    public void onBye(long lastSequence) {
        feed.close();
    }

    @Override
    public void onClosed() {
        feed.abandon();
    }
}
