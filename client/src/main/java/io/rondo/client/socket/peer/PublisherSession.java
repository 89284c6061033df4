package io.rondo.client.socket.peer;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;
import io.rondo.client.endpoint.ProducerSequences;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.socket.connection.WriterReference;
import io.rondo.client.socket.session.MessageSink;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.client.socket.session.SendWindow;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.client.socket.session.WindowLimits;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Join;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.segment.SegmentSpec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The session of a queue's connected publisher. Keeps unconfirmed messages and sends them again after a reconnection.
 */
public final class PublisherSession extends PeerSession implements MessageSink {
    /** Limit of a message's length before the first owner has named its own. */
    private static final int UNKNOWN_MAX_LENGTH = RecordLayout.maxMessageLength(SegmentSpec.MAX_CAPACITY);

    /** Created by the loop on the first Welcome, then used by both threads. */
    private volatile SendWindow window;
    private final WriterReference currentWriter = new WriterReference();
    private volatile int maxMessageLength;
    /** Set by the loop when the owner is lost. Cleared by the publisher's thread, after which the loop reconnects. */
    private volatile boolean deliveryUnknown;
    /** The last message that an owner may have consumed that has ended. Loop, and the publisher's thread while no owner is there. */
    private volatile long abandoned;
    /** Whether the channel is the work queue of a service, which keeps confirmed messages when an owner ends. */
    private volatile boolean competing;
    /** The messages that may have been lost with owners; those between two losses count, too. Publisher's thread. */
    private long firstLost = Long.MAX_VALUE;
    private long lastLost;
    private volatile CompletableFuture<Void> closeResult;
    /** Null on a queue. */
    private final Join join;

    /** Publisher's thread, after the loop has set it on the first Welcome. */
    private ProducerSequences sequences = new ProducerSequences(false, 0);
    private SendWindow claimed;
    private volatile long sequence;
    private volatile long lastRecorded;

    /** Creates the session of a queue's publisher. */
    public PublisherSession(ConnectTarget target, ThreadParker parker) {
        this(target, parker, null);
    }

    /**
     * Creates the session of a sequenced topic's publisher.
     *
     * @param join with a producer id the topic remembers the last sequence, so that each owner goes on with the next one
     */
    public PublisherSession(ConnectTarget target, ThreadParker parker, Join join) {
        super(target, parker, join != null);
        this.join = join;
        Integer explicit = target.terms().maxMessageLength();
        maxMessageLength = explicit == null ? UNKNOWN_MAX_LENGTH : explicit;
    }

    @Override
    boolean toleratesDelay() {
        return true;
    }

    @Override
    public long tryClaim(int length) {
        requireUsable();
        if (!isConnected()) {
            return Publisher.NOT_CONNECTED;
        }
        if (length > maxMessageLength) {
            // The owner's limit arrived after the caller's check.
            throw PublisherEndpoint.tooLong(target().channel(), length, maxMessageLength);
        }
        SendWindow frames = window;
        if (!frames.tryClaim(length)) {
            // Credit arrives through the event loop.
            lease().resumeLoop();
            return Publisher.BACK_PRESSURED;
        }
        claimed = frames;
        return CLAIMED;
    }

    private void requireUsable() {
        RuntimeException failure = failure();
        if (failure != null) {
            throw withCurrentStack(failure);
        }
        if (deliveryUnknown) {
            throw discardUnconfirmed();
        }
    }

    /** Sets the stack trace of the current thread. */
    private static RuntimeException withCurrentStack(RuntimeException failure) {
        failure.setStackTrace(Thread.currentThread().getStackTrace());
        return failure;
    }

    private DeliveryUnknownException discardUnconfirmed() {
        DeliveryUnknownException unknown = deliveryUnknownException("the owner ended");
        firstLost = Math.min(firstLost, confirmed() + 1);
        lastLost = sequence;
        window.discardUnconfirmed(sequence);
        abandoned = sequence;
        deliveryUnknown = false;
        return unknown;
    }

    private DeliveryUnknownException deliveryUnknownException(String reason) {
        long first = confirmed() + 1;
        return new DeliveryUnknownException("channel " + target().channel() + ": " + reason + " before messages "
                + first + " to " + sequence
                + " were confirmed, so they may have been delivered or not: continue to publish,"
                + " and send them again only if the consumer can tell duplicates", first, sequence);
    }

    @Override
    public void wrapClaim(SegmentBuffer view) {
        claimed.wrapClaim(view);
    }

    @Override
    public void shorten(int length) {
        claimed.shorten(length);
    }

    @Override
    public boolean isNew(long asked) {
        return sequences.isNew(asked);
    }

    @Override
    public void number(long asked) {
        sequences.choose(asked);
    }

    @Override
    public long ignored() {
        return sequences.ignored();
    }

    @Override
    public boolean hasConsumer() {
        return isConnected();
    }

    /** An owner that closed in order confirmed what was consumed; of one that died, only what it did not confirm is known. */
    @Override
    public long abandoned() {
        if (deliveryUnknown) {
            discardUnconfirmed();
        }
        return abandoned;
    }

    @Override
    public boolean hasCompetingConsumers() {
        return competing;
    }

    @Override
    public boolean isAbandoned(long asked) {
        if (deliveryUnknown) {
            discardUnconfirmed();
        }
        return asked >= firstLost && asked <= lastLost;
    }

    @Override
    public void abort() {
        sequences.aborted();
    }

    @Override
    public long commit() {
        long next = sequences.next();
        claimed.commit(next);
        sequences.published();
        sequence = next;
        currentWriter.flush();
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
        boolean resumes = ownerId() != 0 && !isRemembered();
        return new Hello(id(), resumes ? ownerId() : 0, confirmed() + 1, 0, SessionEncoder.PROTOCOL_VERSION,
                Role.PUBLISHER, null, resumes, target().terms(), target().channel());
    }

    @Override
    Join join() {
        return join;
    }

    /** Whether all owners know the last sequence that was recorded. */
    private boolean isRemembered() {
        return join != null && join.producerId() != 0;
    }

    /** The last sequence of the producer id when the first owner accepted this publisher. */
    public long lastRecorded() {
        return lastRecorded;
    }

    @Override
    void onWelcomed(Welcome terms) {
        onServed();
        competing = terms.competingConsumers();
        if (window == null) {
            SendWindow created = new SendWindow(WindowLimits.window(terms.capacity(), terms.maxMessageLength()));
            if (isRemembered()) {
                lastRecorded = terms.confirmedSequence();
                sequence = lastRecorded;
                sequences = new ProducerSequences(true, lastRecorded);
                created.startAfter(lastRecorded);
            }
            maxMessageLength = terms.maxMessageLength();
            window = created;
        } else {
            if (terms.maxMessageLength() < maxMessageLength && !window.isConfirmed()) {
                fail(new ChannelMismatchException("channel " + target().channel()
                        + " has a new owner that accepts messages up to "
                        + terms.maxMessageLength() + " bytes, and longer ones are unconfirmed: open a new publisher"));
                return;
            }
            maxMessageLength = Math.min(maxMessageLength, terms.maxMessageLength());
        }
        window.confirm(terms.confirmedSequence());
        window.rewind();
        window.credit(terms.creditLimit());
        currentWriter.open(connection().writer());
        connection().writer().attach(window);
        completeCloseIfSettled();
    }

    @Override
    public void onAck(long confirmedSequence, long creditLimit) {
        if (!isConnected()) {
            throw new SessionException("Ack before Welcome");
        }
        window.confirm(confirmedSequence);
        window.credit(creditLimit);
        currentWriter.flush();
        completeCloseIfSettled();
        parker().wake();
    }

    @Override
    public void onBye(Bye bye) {
        if (bye.reason() == ByeReason.OWNER_CLOSING || bye.reason() == ByeReason.DONE) {
            if (window != null) {
                window.confirm(bye.lastSequence());
                abandoned = window.confirmedSequence();
            }
            onOwnerClosed();
        } else {
            fail(OwnerErrors.exception(target().channel(), bye));
        }
    }

    @Override
    void onDisconnected() {
        currentWriter.close();
        if (window != null) {
            window.rewind();
        }
    }

    @Override
    void onFailed() {
        completeCloseIfSettled();
    }

    @Override
    void onOwnerLost() {
        // Before the check: a message that is committed meanwhile goes to the next owner.
        long last = confirmed();
        if (!isRemembered() && !isConfirmed()) {
            deliveryUnknown = true;
        } else {
            abandoned = last;
        }
        completeCloseIfSettled();
    }

    /** The publisher's thread must first discard the messages that the next owner must not receive. */
    @Override
    boolean isReady() {
        return !deliveryUnknown;
    }

    /** Completes a close that waits, when all messages are confirmed or no confirmation can arrive. */
    private void completeCloseIfSettled() {
        CompletableFuture<Void> result = closeResult;
        if (result != null && (deliveryUnknown || failure() != null || isConfirmed())) {
            result.complete(null);
        }
    }

    @Override
    public ParticipantCounts participantCounts() {
        return participantCounts(new ParticipantCounts(1, 0));
    }

    @Override
    public void close(long lingerNanos) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        closeResult = result;
        eventLoop().execute(this::completeCloseIfSettled);
        boolean interrupted = false;
        try {
            if (failure() == null && !isConfirmed()) {
                result.get(lingerNanos, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            // Reported below.
        }
        boolean known = isConfirmed();
        close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!known) {
            throw deliveryUnknownException(failure() != null
                    ? failure().getMessage()
                    : deliveryUnknown ? "the owner ended" : "the publisher was closed");
        }
    }

    /** Without a Bye the owner remembers this publisher. */
    @Override
    Bye closingBye() {
        return isConfirmed() ? new Bye(sequence, ByeReason.DONE, "") : null;
    }
}
