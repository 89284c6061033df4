package io.rondo.broker.bridge.copy;

import io.rondo.broker.bridge.envelope.BatchReader;
import io.rondo.broker.sequencer.CopyIdentity;
import io.rondo.codecs.bridge.ForwardDecoder;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * What the home takes of the messages that one copy forwards. In a session it takes them in their order without a gap; so what
 * it has taken of all sessions is everything up to some message, because each session begins with the first message that was not
 * confirmed. For one thread.
 */
final class ForwardIntake {
    private static final long NONE = 0;

    private final long copy;
    private final IngressWriter ingress;
    private final LongSupplier durable;
    /** The session that the copy has asked for last. One that has ended does not begin again. */
    private long latest;
    private boolean asked;
    /** Gets the greatest number of the copy's own messages, when all that was taken before is durable. */
    private CompletableFuture<Long> lastNumber;
    /** The session of which messages are taken. */
    private long session;
    private long taken;
    /** Position in the ingress behind the messages that were taken. */
    private long end;
    /** Messages of the session up to {@link #awaitedEnd}. */
    private long awaited;
    private long awaitedEnd;
    private long recorded;
    private long recordedSequence;

    /**
     * Takes nothing yet.
     *
     * @param copy id of the copy
     * @param ingress where the messages go
     * @param durable the last durable sequence of the topic
     */
    ForwardIntake(long copy, IngressWriter ingress, LongSupplier durable) {
        this.copy = copy;
        this.ingress = ingress;
        this.durable = durable;
    }

    /**
     * The copy asks for a session, perhaps again.
     *
     * @param wanted the session
     * @param sent its messages that the copy has sent. A session that is new here although it has some does not begin: an
     *        earlier process of the home may have lost them
     */
    void ask(long wanted, long sent) {
        if (wanted != latest) {
            latest = wanted;
            asked = wanted != NONE && sent == 0;
            session = NONE;
            lastNumber = asked ? ingress.register(copy) : null;
        }
    }

    /** Ends the session: messages of it may be lost. The copy asks for another one. */
    void end() {
        session = NONE;
        asked = false;
    }

    /**
     * Takes a batch of the session, and drops one of another session.
     *
     * @return false if it is to arrive again
     */
    boolean take(BatchReader batch) {
        long index = batch.field(ForwardDecoder.indexEncodingOffset());
        if (session == NONE || batch.field(ForwardDecoder.sessionIdEncodingOffset()) != session) {
            return true;
        }
        if (index > taken) {
            end();
            return true;
        }
        for (int i = 0; i < batch.count(); i++) {
            batch.next();
            if (index + i >= taken && !take(batch.entryField(ForwardDecoder.MessagesDecoder.producerIdEncodingOffset()),
                    batch)) {
                return false;
            }
        }
        return true;
    }

    private boolean take(long producerId, BatchReader batch) {
        if (!ingress.isRegistered(producerId)
                || !ingress.tryPublish(producerId,
                        batch.entryField(ForwardDecoder.MessagesDecoder.producerSequenceEncodingOffset()),
                        batch.buffer(), batch.messageOffset(), batch.messageLength())) {
            return false;
        }
        if (!CopyIdentity.isValid(producerId)) {
            ingress.onForwarded(producerId, copy);
        }
        taken++;
        end = ingress.end();
        return true;
    }

    /**
     * Begins a session, or notes what is recorded; returns whether there is something to tell the copy.
     *
     * @throws RefusedForwardException if the copy cannot be registered: the topic has too many producer ids
     */
    boolean progress() {
        if (session == NONE) {
            return begin();
        }
        boolean more = false;
        if (awaited > recorded && ingress.confirmed() >= awaitedEnd) {
            recorded = awaited;
            // After the position: everything before it is durable then.
            recordedSequence = durable.getAsLong();
            more = true;
        }
        if (awaited == recorded && taken > awaited) {
            awaited = taken;
            awaitedEnd = end;
        }
        return more;
    }

    private boolean begin() {
        if (!asked || !ingress.isDone(copy, lastNumber)) {
            return false;
        }
        session = latest;
        asked = false;
        taken = 0;
        awaited = 0;
        recorded = 0;
        recordedSequence = 0;
        return true;
    }

    /** Returns the session of which messages are taken; 0 for none. */
    long session() {
        return session;
    }

    /** Returns the greatest number of the copy's own messages that was recorded when the session began; 0 without one. */
    long lastNumber() {
        return session == NONE ? 0 : lastNumber.join();
    }

    /** Returns how many messages of the session are durable. */
    long recorded() {
        return recorded;
    }

    /** Returns a sequence; a copy that has it has these messages. */
    long recordedSequence() {
        return recordedSequence;
    }
}
