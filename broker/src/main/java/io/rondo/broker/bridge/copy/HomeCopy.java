package io.rondo.broker.bridge.copy;

import io.rondo.broker.bridge.envelope.BatchReader;
import io.rondo.broker.sequencer.LogFeed;
import io.rondo.codecs.bridge.CopyState;
import io.rondo.codecs.bridge.MessageHeaderEncoder;
import io.rondo.codecs.bridge.ProgressEncoder;
import io.rondo.codecs.bridge.RefusalEncoder;
import io.rondo.codecs.bridge.ResumeDecoder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** One copy, as its home sees it. For one thread. */
final class HomeCopy implements AutoCloseable {
    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** A copy that has said nothing for so long is forgotten until it does. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** 341 characters of at most 3 bytes in UTF-8: 1023 bytes. */
    private static final int LONGEST_REASON = 341;
    /** What stays of the beginning of a longer one. The remedy is the end. */
    private static final int BEGINNING = 80;
    private static final String OMITTED = " ... ";
    private static final int LONGEST_REFUSAL = MessageHeaderEncoder.ENCODED_LENGTH + RefusalEncoder.BLOCK_LENGTH
            + RefusalEncoder.reasonHeaderLength() + 3 * LONGEST_REASON;

    private final String topic;
    private final long id;
    private final LogFeed feed;
    private final StreamPair streams;
    private final LogCursor cursor;
    private final ForwardIntake intake;
    private final IngressWriter ingress;
    private final LongSupplier clock;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ProgressEncoder progress = new ProgressEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + ProgressEncoder.BLOCK_LENGTH]);
    private CopyState state = CopyState.REFUSED;
    /** The last question of the copy, its producer id, and what waits until all that was published before it is durable. */
    private long question;
    private long asker;
    private CompletableFuture<Long> drained;
    private long answered;
    private boolean moved;
    private long has;
    private long heardAt;
    /** This clock less that of the copy in its last request. */
    private long clockAhead;
    private long progressAt;

    /**
     * A copy that has sent its first request.
     *
     * @param topic the name
     * @param id of the copy
     * @param feed the log of the topic
     * @param streams to and from the copies
     * @param cursor sends the log, and is closed with this
     * @param ingress where forwarded messages go
     * @param clock of this host, in nanoseconds since the epoch
     */
    HomeCopy(String topic, long id, LogFeed feed, StreamPair streams, LogCursor cursor, IngressWriter ingress,
            LongSupplier clock) {
        this.topic = topic;
        this.id = id;
        this.feed = feed;
        this.streams = streams;
        this.cursor = cursor;
        intake = new ForwardIntake(id, ingress, feed.durable());
        this.ingress = ingress;
        this.clock = clock;
    }

    /** The copy states what it has, and what it asks for. */
    void onResume(ResumeDecoder resume, long now) {
        heardAt = now;
        clockAhead = clock.getAsLong() - resume.clock();
        has = resume.nextSequence() - 1;
        long log = feed.logId().getAsLong();
        if (log == 0) {
            // The home is itself a copy, and does not know its own home yet.
            return;
        }
        // A home that is itself a copy may have got meanwhile what it lacked.
        if (!moved || resume.requestId() != cursor.request() || state == CopyState.REFUSED) {
            moved = true;
            progressAt = now;
            boolean sends = resume.logId() == 0 || resume.logId() == log;
            // A copy of another log stops when it sees the id.
            boolean has = cursor.moveTo(resume.requestId(), resume.nextSequence(), sends ? resume.timestamp() : 0);
            state = has && sends && resume.maxMessageLength() == ingress.maxMessageLength()
                    ? CopyState.ACCEPTED
                    : CopyState.REFUSED;
        }
        if (state == CopyState.ACCEPTED) {
            intake.ask(resume.sessionId(), resume.forwarded());
            ask(resume.question(), resume.producerId());
        }
    }

    private void ask(long asked, long producerId) {
        if (asked != question && drained == null && asked != 0) {
            question = asked;
            asker = producerId;
            drained = ingress.drain(producerId);
        }
    }

    /** Returns whether there is an answer to send. */
    private boolean answer() {
        if (drained == null || !drained.isDone()) {
            return false;
        }
        CompletableFuture<Long> ended = drained;
        drained = null;
        if (ended.isCompletedExceptionally()) {
            long refused = question;
            // Asked again with the next request.
            question = answered;
            throw new RefusedForwardException(refused, "topic " + topic + ": producer id " + asker + " of copy " + id
                    + " cannot be registered: " + ended.exceptionNow().getMessage());
        }
        answered = question;
        return true;
    }

    /** Takes what the copy has forwarded; returns false if it is to arrive again. */
    boolean onForward(BatchReader batch) {
        return state != CopyState.ACCEPTED || intake.take(batch);
    }

    /** What the copy has forwarded last may not have arrived. */
    void onInterruption() {
        intake.end();
    }

    /**
     * Sends what is there, and never waits; returns the amount of work. The answer to a request comes before the records, so
     * that the copy knows first whether it takes them.
     *
     * @throws RefusedForwardException if the topic has too many producer ids for another copy, which gets no session and no
     *         answer
     */
    int doWork(long now) {
        if (intake.progress() | answer()) {
            progressAt = now;
        }
        int work = 0;
        if (moved && now - progressAt >= 0) {
            if (!sendProgress()) {
                return 0;
            }
            progressAt = now + PROGRESS_NANOS;
            work++;
        }
        return state == CopyState.ACCEPTED ? work + cursor.send() : work;
    }

    private boolean sendProgress() {
        progress.wrapAndApplyHeader(buffer, 0, header).logId(feed.logId().getAsLong()).copyId(id)
                .requestId(cursor.request()).nextSequence(cursor.next())
                .durableSequence(feed.durable().getAsLong()).sessionId(intake.session()).recorded(intake.recorded())
                .recordedSequence(intake.recordedSequence()).maxMessageLength(ingress.maxMessageLength()).state(state)
                .lastNumber(intake.lastNumber()).answered(answered).clock(clock.getAsLong()).clockAhead(clockAhead);
        return streams.offer(buffer, buffer.capacity());
    }

    /** Tells the copy what is not taken. One that is lost is sent again, because the copy asks again. */
    void sendRefusal(RefusedForwardException refused) {
        UnsafeBuffer message = new UnsafeBuffer(new byte[LONGEST_REFUSAL]);
        RefusalEncoder refusal = new RefusalEncoder();
        refusal.wrapAndApplyHeader(message, 0, header).logId(feed.logId().getAsLong()).copyId(id)
                .question(refused.question()).reason(shorten(refused.getMessage()));
        streams.offer(message, MessageHeaderEncoder.ENCODED_LENGTH + refusal.encodedLength());
    }

    /** Omits what is too long from the middle. */
    static String shorten(String reason) {
        int end = LONGEST_REASON - BEGINNING - OMITTED.length();
        return reason.length() <= LONGEST_REASON
                ? reason
                : reason.substring(0, BEGINNING) + OMITTED + reason.substring(reason.length() - end);
    }

    /** Returns the id of the copy. */
    long id() {
        return id;
    }

    /** Returns the last sequence that the copy has. */
    long last() {
        return has;
    }

    /** Returns the messages that the copy lacks. */
    long lag() {
        return Math.max(0, feed.durable().getAsLong() - has);
    }

    /** Returns whether the copy has said nothing for long. */
    boolean isSilent(long now) {
        return now - heardAt > SILENCE_NANOS;
    }

    @Override
    public void close() {
        if (drained != null) {
            drained.cancel(false);
        }
        cursor.close();
    }
}
