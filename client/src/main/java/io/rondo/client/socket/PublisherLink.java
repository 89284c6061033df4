package io.rondo.client.socket;

import io.rondo.client.Publisher;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.ChannelMismatchException;
import io.rondo.core.DeliveryUnknownException;
import io.rondo.core.RondoException;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentSpec;
import io.rondo.core.memory.SegmentBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A queue's producer that is connected to its owner: keeps what the owner has not confirmed, and sends it again when it must. */
final class PublisherLink extends PeerLink implements Outbox {
    /** Longest message as long as no owner has said otherwise. */
    private static final int UNKNOWN_MAX_LENGTH = RecordLayout.maxMessageLength(SegmentSpec.MAX_CAPACITY);

    /** Made by the loop when the first owner says how long messages are; then used by both threads. */
    private volatile SendWindow window;
    private final WayOut wayOut = new WayOut();
    private volatile int maxMessageLength;
    /** Set by the loop, taken by the publisher's thread, which then lets the loop go on. */
    private volatile boolean lost;
    private volatile CompletableFuture<Void> settled;

    /** Publisher's thread. */
    private SendWindow claimed;
    private volatile long sequence;

    PublisherLink(Rendezvous rendezvous, ThreadParker parker) {
        super(rendezvous, parker);
        Integer explicit = rendezvous.terms().maxMessageLength();
        maxMessageLength = explicit == null ? UNKNOWN_MAX_LENGTH : explicit;
    }

    @Override
    public long tryClaim(int length) {
        requireUsable();
        if (!isConnected()) {
            return Publisher.NOT_CONNECTED;
        }
        if (length > maxMessageLength) {
            // The owner says how long messages may be, and it came after the caller looked.
            throw OutboxPublisher.tooLong(rendezvous().channel(), length, maxMessageLength);
        }
        SendWindow frames = window;
        if (!frames.tryClaim(length)) {
            return Publisher.BACK_PRESSURED;
        }
        claimed = frames;
        return CLAIMED;
    }

    private void requireUsable() {
        RuntimeException failure = failure();
        if (failure != null) {
            throw renewed(failure);
        }
        if (lost) {
            throw forget();
        }
    }

    /** The same again, with the stack of whoever is told now. */
    private static RuntimeException renewed(RuntimeException failure) {
        failure.setStackTrace(Thread.currentThread().getStackTrace());
        return failure;
    }

    private DeliveryUnknownException forget() {
        DeliveryUnknownException unknown = unknown("the owner ended");
        window.forget(sequence);
        lost = false;
        return unknown;
    }

    private DeliveryUnknownException unknown(String why) {
        long first = confirmed() + 1;
        return new DeliveryUnknownException("channel " + rendezvous().channel() + ": " + why + " before messages "
                + first + " to " + sequence + " were confirmed, so they may have been delivered or not: publish on,"
                + " and send them again only if the consumer can tell duplicates", first, sequence);
    }

    @Override
    public void moveTo(SegmentBuffer view) {
        claimed.moveTo(view);
    }

    @Override
    public long commit() {
        long next = sequence + 1;
        claimed.commit(next);
        sequence = next;
        wayOut.kick();
        return next;
    }

    @Override
    public int maxMessageLength() {
        return maxMessageLength;
    }

    @Override
    public long confirmed() {
        SendWindow frames = window;
        return frames == null ? 0 : frames.confirmedSequence();
    }

    private boolean isConfirmed() {
        SendWindow frames = window;
        return frames == null || frames.isConfirmed();
    }

    @Override
    public Hello hello() {
        return new Hello(id(), ownerId(), confirmed() + 1, 0, SessionEncoder.PROTOCOL_VERSION, Role.PUBLISHER, null,
                ownerId() != 0, rendezvous().terms(), rendezvous().channel());
    }

    @Override
    void welcomed(Welcome terms) {
        if (window == null) {
            window = new SendWindow(Flow.window(terms));
            maxMessageLength = terms.maxMessageLength();
        } else {
            if (terms.maxMessageLength() < maxMessageLength && !window.isConfirmed()) {
                fail(new ChannelMismatchException("channel " + rendezvous().channel()
                        + " has a new owner with messages up to "
                        + terms.maxMessageLength() + " bytes, shorter than some that are to be sent: publish anew"));
                return;
            }
            maxMessageLength = Math.min(maxMessageLength, terms.maxMessageLength());
        }
        window.confirm(terms.confirmedSequence());
        window.rewind();
        window.credit(terms.creditLimit());
        wayOut.open(wire().outlet());
        wire().outlet().attach(window);
        settleIfConfirmed();
    }

    @Override
    public void onAck(long confirmedSequence, long creditLimit) {
        if (!isConnected()) {
            throw new SessionException("Ack before Welcome");
        }
        window.confirm(confirmedSequence);
        window.credit(creditLimit);
        wayOut.kick();
        settleIfConfirmed();
        parker().wake();
    }

    @Override
    public void onBye(Bye bye) {
        if (bye.reason() == ByeReason.OWNER_CLOSING || bye.reason() == ByeReason.DONE) {
            if (window != null) {
                window.confirm(bye.lastSequence());
            }
            ownerLeft();
        } else {
            fail(new RondoException("channel " + rendezvous().channel() + ": its owner ended the session: "
                    + Printable.text(bye.text())));
        }
    }

    @Override
    void disconnected() {
        wayOut.close();
        if (window != null) {
            window.rewind();
        }
    }

    @Override
    void failed() {
        settleIfConfirmed();
    }

    @Override
    void ownerLost() {
        lost = !isConfirmed();
        settleIfConfirmed();
    }

    /** What another owner must not get is forgotten first, by the thread that is told. */
    @Override
    boolean isReady() {
        return !lost;
    }

    /** Ends the wait of who closes, when it knows as much as it ever will. */
    private void settleIfConfirmed() {
        CompletableFuture<Void> waiting = settled;
        if (waiting != null && (lost || failure() != null || isConfirmed())) {
            waiting.complete(null);
        }
    }

    @Override
    public Census census() {
        Census asked = isConnected() ? super.censusOfOwner() : null;
        return asked == null ? new Census(1, 0) : asked;
    }

    @Override
    public void close(long lingerNanos) {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        settled = waiting;
        eventLoop().execute(this::settleIfConfirmed);
        boolean interrupted = false;
        try {
            if (failure() == null && !isConfirmed()) {
                waiting.get(lingerNanos, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            // Said below.
        }
        boolean known = isConfirmed();
        close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!known) {
            throw unknown(failure() != null
                    ? failure().getMessage()
                    : lost ? "the owner ended" : "the publisher was closed");
        }
    }

    /** Without one the owner remembers this publisher. */
    @Override
    Bye lastWord() {
        return isConfirmed() ? new Bye(sequence, ByeReason.DONE, "") : null;
    }
}
