package io.rondo.broker.bridge.copy;

import io.aeron.logbuffer.Header;
import io.rondo.broker.bridge.BridgeCount;
import io.rondo.broker.bridge.BridgeCounters;
import io.rondo.broker.bridge.BridgeEnvironment;
import io.rondo.broker.bridge.BridgeLink;
import io.rondo.broker.bridge.BridgeListener;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.bridge.DropNotices;
import io.rondo.broker.bridge.envelope.BatchReader;
import io.rondo.broker.sequencer.CopiedTopic;
import io.rondo.broker.sequencer.HomeQuestion;
import io.rondo.client.socket.session.PrintableText;
import io.rondo.codecs.bridge.MessageHeaderDecoder;
import io.rondo.codecs.bridge.MessageHeaderEncoder;
import io.rondo.codecs.bridge.MissingDecoder;
import io.rondo.codecs.bridge.ProgressDecoder;
import io.rondo.codecs.bridge.RecordsDecoder;
import io.rondo.codecs.bridge.RefusalDecoder;
import io.rondo.codecs.bridge.ResumeEncoder;
import io.rondo.codecs.control.GapReason;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The copy of a sequenced topic: appends what its home sends, and forwards what is published here. It takes a record only if that
 * has the next sequence of the home's log; so whatever is lost, repeated or sent by another, the copy has each record once and in
 * order. Where records are missing it asks the home to send again, with a new request. The home states the last request that it
 * has handled with all it sends: until that is the current one, a gap is known already.
 */
final class CopyLink implements BridgeLink {
    private static final long RESUME_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int LONGEST_RESUME = 512;

    private final String topic;
    private final CopiedTopic copy;
    private final LongSupplier clock;
    private final HomeClock homeClock;
    private final CopyStop stop;
    private final BridgeCounters counters;
    private final BridgeListener listener;
    private final DropNotices drops;
    private final StreamPair streams;
    private final ForwardSender forwards;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final BatchReader records = CopyMessages.recordsReader();
    private final BooleanSupplier appendRecords = this::appendRecords;
    private final MissingDecoder missing = new MissingDecoder();
    private final ProgressDecoder progress = new ProgressDecoder();
    private final RefusalDecoder refusal = new RefusalDecoder();
    private final MessageHeaderEncoder resumeHeader = new MessageHeaderEncoder();
    private final ResumeEncoder resume = new ResumeEncoder();
    private final UnsafeBuffer resumeBuffer = new UnsafeBuffer(new byte[LONGEST_RESUME]);
    private long request = newRequest();
    private long resumeAt = System.nanoTime();
    /** The last question that was sent. */
    private long asked;
    /** Whether the first records of the batch that arrives again were appended. */
    private boolean resuming;
    /** Whether the home has refused what is published here, and has taken nothing since. */
    private boolean refused;
    /** Whether the home sends to this copy, as far as is known. */
    private boolean accepted;
    /** For other threads: the last durable sequence of the home. */
    private final AtomicLong durable = new AtomicLong();

    CopyLink(BridgeSettings settings, BridgeEnvironment environment, CopiedTopic copy, LongSupplier clock,
            BridgeCounters counters, BridgeListener listener) {
        topic = settings.channel().text();
        this.copy = copy;
        this.clock = clock;
        this.counters = counters;
        this.listener = listener;
        drops = new DropNotices(listener);
        homeClock = new HomeClock(listener);
        streams = new StreamPair(environment, settings.control(), settings.stream(), this::onMessage);
        try {
            forwards = new ForwardSender(copy, streams, counters);
        } catch (RuntimeException | Error e) {
            streams.close();
            throw e;
        }
        stop = new CopyStop(topic, copy, listener);
    }

    private static long newRequest() {
        return ThreadLocalRandom.current().nextLong();
    }

    @Override
    public int doWork() {
        int work = streams.poll();
        long now = System.nanoTime();
        HomeQuestion question = copy.question();
        if (question.number() != asked) {
            resumeAt = now;
        }
        // A copy with the numbers of another host would disturb its requests and sessions.
        if (!stop.isFinal() && now - resumeAt >= 0 && sendResume(question)) {
            asked = question.number();
            resumeAt = now + RESUME_NANOS;
            work++;
        }
        return accepted ? work + forwards.send() : work;
    }

    private boolean sendResume(HomeQuestion question) {
        resume.wrapAndApplyHeader(resumeBuffer, 0, resumeHeader).copyId(copy.identity().id())
                .logId(copy.identity().home()).requestId(request).nextSequence(copy.sequence() + 1)
                .timestamp(copy.timestamp()).sessionId(forwards.session()).forwarded(forwards.sent())
                .maxMessageLength(copy.maxMessageLength()).question(question.number())
                .producerId(question.producerId()).clock(clock.getAsLong()).topic(topic);
        return streams.offer(resumeBuffer, MessageHeaderEncoder.ENCODED_LENGTH + resume.encodedLength());
    }

    private boolean onMessage(DirectBuffer buffer, int offset, int length, Header from) {
        int template = CopyMessages.template(header, buffer, offset, length);
        switch (template) {
            case RecordsDecoder.TEMPLATE_ID -> {
                if (records.begin(buffer, offset, length) && records.isWhole(length)) {
                    return onRecords();
                }
            }
            case MissingDecoder.TEMPLATE_ID -> {
                if (CopyMessages.hasBlock(header, MissingDecoder.BLOCK_LENGTH, length)) {
                    missing.wrapAndApplyHeader(buffer, offset, header);
                    return onMissing();
                }
            }
            case ProgressDecoder.TEMPLATE_ID -> {
                if (CopyMessages.hasBlock(header, ProgressDecoder.BLOCK_LENGTH, length)) {
                    progress.wrapAndApplyHeader(buffer, offset, header);
                    onProgress(from);
                    return true;
                }
            }
            case RefusalDecoder.TEMPLATE_ID -> {
                if (CopyMessages.hasBlock(header, RefusalDecoder.BLOCK_LENGTH, length)) {
                    refusal.wrapAndApplyHeader(buffer, offset, header);
                    if (CopyMessages.hasText(buffer, refusal.limit(), offset + length)) {
                        onRefusal();
                        return true;
                    }
                }
            }
            default -> {
                counters.increment(BridgeCount.FOREIGN);
                drops.report(() -> "a message from " + StreamPair.sender(from) + " is of no home of a sequenced topic");
                return true;
            }
        }
        counters.increment(BridgeCount.MALFORMED);
        drops.report(() -> "a message from " + StreamPair.sender(from) + " breaks the format of template " + template);
        return true;
    }

    /** Returns whether a message is for this copy and of its home, and stops if it is of another home. */
    private boolean isOfHome(long copyId, long logId) {
        if (copyId != copy.identity().id() || logId == 0) {
            return false;
        }
        long home = copy.identity().home();
        if (home == 0) {
            copy.identity().home(logId);
            return true;
        }
        if (home != logId) {
            accepted = false;
            stop.begin(stop.otherLog(logId));
        }
        return home == logId;
    }

    private boolean onRecords() {
        if (!isOfHome(records.field(RecordsDecoder.copyIdEncodingOffset()),
                records.field(RecordsDecoder.logIdEncodingOffset())) || !accepted) {
            return true;
        }
        long first = records.field(RecordsDecoder.sequenceEncodingOffset());
        long next = copy.sequence() + 1;
        if (first > next) {
            onGap(records.field(RecordsDecoder.requestIdEncodingOffset()));
            return true;
        }
        if (!resuming) {
            counters.add(BridgeCount.DUPLICATES, Math.min(records.count(), next - first));
        }
        resuming = !copy.appendAll(appendRecords);
        counters.increment(resuming ? BridgeCount.BACK_PRESSURE : BridgeCount.ENVELOPES);
        return !resuming;
    }

    /** Appends the records of the batch that the copy lacks; returns false if the log takes nothing now. */
    private boolean appendRecords() {
        long first = records.field(RecordsDecoder.sequenceEncodingOffset());
        long before = copy.sequence();
        long bytes = 0;
        boolean room = true;
        for (int i = 0; room && i < records.count(); i++) {
            records.next();
            if (first + i > before) {
                room = append(first + i);
                bytes += room ? records.messageLength() : 0;
            }
        }
        long count = copy.sequence() - before;
        counters.add(BridgeCount.MESSAGES, count);
        counters.add(BridgeCount.BYTES, bytes);
        return room;
    }

    private boolean append(long sequence) {
        return copy.append(sequence, records.entryField(RecordsDecoder.MessagesDecoder.timestampEncodingOffset()),
                records.entryField(RecordsDecoder.MessagesDecoder.producerIdEncodingOffset()),
                records.entryField(RecordsDecoder.MessagesDecoder.producerSequenceEncodingOffset()),
                records.buffer(), records.messageOffset(), records.messageLength());
    }

    private boolean onMissing() {
        if (!isOfHome(missing.copyId(), missing.logId()) || !accepted) {
            return true;
        }
        long next = copy.sequence() + 1;
        long last = missing.lastSequence();
        if (missing.firstSequence() > next) {
            onGap(missing.requestId());
            return true;
        }
        if (last < next) {
            return true;
        }
        GapReason reason = GapReason.get(missing.reasonRaw());
        if (!copy.appendAll(() -> copy.markGap(next, last, reason))) {
            counters.increment(BridgeCount.BACK_PRESSURE);
            return false;
        }
        counters.add(BridgeCount.MISSING, last - next + 1);
        if (reason == GapReason.REMOVED) {
            counters.add(BridgeCount.REMOVED, last - next + 1);
            if (next > 1) {
                listener.onRemoved("topic " + topic + ": retention at the home removed messages " + next + " to " + last
                        + " before this copy had them: keep more there (rondo.topic.retention)");
            }
        }
        return true;
    }

    /** Messages before the next one were lost on the way. */
    private void onGap(long handled) {
        if (handled == request) {
            counters.increment(BridgeCount.GAPS);
            counters.increment(BridgeCount.REPLAYS);
            request = newRequest();
            resumeAt = System.nanoTime();
        }
    }

    private void onProgress(Header from) {
        if (!isOfHome(progress.copyId(), progress.logId())) {
            return;
        }
        homeClock.compare(progress.clock(), clock.getAsLong(), progress.clockAhead(), from);
        durable.setOpaque(progress.durableSequence());
        if (stop.isFinal() || progress.requestId() != request) {
            return;
        }
        String problem = stop.problem(progress, progress.sessionId() == forwards.session());
        if (problem != null) {
            accepted = false;
            stop.begin(problem);
            return;
        }
        if (!accepted) {
            accepted = true;
            stop.end();
        }
        if (progress.nextSequence() > copy.sequence() + 1) {
            onGap(request);
        }
        // Not at its beginning: each session begins with the same message.
        if (refused && progress.sessionId() == forwards.session() && progress.recorded() > 0) {
            refused = false;
            listener.onTaken();
        }
        copy.answered(progress.answered(), progress.durableSequence());
        if (forwards.onProgress(progress.sessionId(), progress.recorded(), progress.recordedSequence())) {
            resumeAt = System.nanoTime();
        }
    }

    /** The home takes no messages that are published here, or does not know a producer id. It is asked again. */
    private void onRefusal() {
        if (!isOfHome(refusal.copyId(), refusal.logId())) {
            return;
        }
        counters.increment(BridgeCount.REFUSED);
        long question = refusal.question();
        String reason = PrintableText.of(refusal.reason());
        if (question == 0) {
            refused = true;
            listener.onRefused(reason);
        } else {
            copy.refused(question, reason);
        }
    }

    @Override
    public boolean isConnected() {
        return streams.isConnected();
    }

    @Override
    public boolean isStopped() {
        return stop.isStopped();
    }

    @Override
    public List<String> peers() {
        return streams.peers();
    }

    @Override
    public String findLoss(long now) {
        return streams.findLoss(now);
    }

    @Override
    public long lag() {
        return Math.max(0, durable.getOpaque() - copy.sequence());
    }

    @Override
    public double clockOffsetSeconds() {
        return homeClock.offsetSeconds();
    }

    @Override
    public String description() {
        return streams.description();
    }

    @Override
    public void close() {
        streams.close();
    }
}
