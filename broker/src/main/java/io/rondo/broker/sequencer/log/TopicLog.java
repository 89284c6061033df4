package io.rondo.broker.sequencer.log;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.LogCheckpoint;
import io.rondo.broker.log.writer.AppendResult;
import io.rondo.broker.log.writer.LogProgress;
import io.rondo.broker.log.writer.LogWriter;
import io.rondo.broker.sequencer.CopyIdentity;
import io.rondo.broker.sequencer.LogFeed;
import io.rondo.broker.sequencer.SequencerLog;
import io.rondo.broker.sequencer.SequencerState;
import io.rondo.broker.status.LogStatus;
import io.rondo.broker.status.SubscriptionStatus;
import io.rondo.client.Durability;
import io.rondo.client.log.LogReader;
import io.rondo.codecs.control.GapReason;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.segment.SegmentSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;

/**
 * The log of one topic, as its sequencer uses it. With durability {@code disk} a message that cannot be appended stays in
 * the ingress. With {@code os} the topic goes on without it, and the gap is marked before the next message that can be
 * appended. A copy waits: its home sends the message again.
 */
final class TopicLog implements SequencerLog {
    /** The longest wait of a topic with durability {@code os} for a file that is being made. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final ChannelLog log;
    private final LogWriter writer;
    private final LogProgress progress;
    private final Durability durability;
    private final LogAgents agents;
    private final SegmentSpec properties;
    private final Subscriptions subscriptions;
    private final Path directory;
    private final LoggedAlarms alarms;
    private final SubscriptionLag lag;
    /** For other threads; written by the sequencer's. */
    private final AtomicLong gaps = new AtomicLong();
    /** For other threads; written by the sequencer's. */
    private final AtomicLong missing = new AtomicLong();
    /** Null unless the topic is a copy. */
    private final CopyIdentity copy;
    private final LogFeed feed;
    private LogReader reader;
    private boolean appended;
    private long waitingSince = NOT_WAITING;
    private GapReason gapReason = GapReason.NOT_WRITTEN;

    /**
     * Wraps a log.
     *
     * @param log recovered
     * @param directory of the log
     * @param durability of the topic
     * @param alarms of the log
     * @param properties of the topic; null if none are known
     * @param agents of the log
     * @param subscriptions of the topic
     * @param copy what is known of the home; null if the topic is sequenced here
     */
    TopicLog(ChannelLog log, Path directory, Durability durability, LoggedAlarms alarms, SegmentSpec properties,
            LogAgents agents, Subscriptions subscriptions, CopyIdentity copy) {
        this.log = log;
        this.directory = directory;
        this.alarms = alarms;
        this.durability = durability;
        this.properties = properties;
        this.agents = agents;
        this.subscriptions = subscriptions;
        this.copy = copy;
        writer = log.writer();
        progress = log.progress();
        lag = new SubscriptionLag(log.storage());
        feed = new LogFeed(copy == null ? log::logId : copy::home, directory, this::durableSequence);
    }

    @Override
    public SequencerState last() {
        LogCheckpoint state = log.recovered().state();
        return new SequencerState(state.lastSequence(), state.lastTimestamp(),
                SequencedLayout.origin((int) state.ingressEpoch(), state.ingressPosition()));
    }

    @Override
    public Map<Long, Long> producers() {
        return log.recovered().state().publisherSequences();
    }

    @Override
    public Durability durability() {
        return durability;
    }

    @Override
    public SegmentSpec properties() {
        return properties;
    }

    @Override
    public boolean append(long sequence, long timestamp, long origin, long producerId, long producerSequence,
            DirectBuffer buffer, int offset, int length) {
        AppendResult result = markGapBefore(sequence, length);
        if (result == AppendResult.APPENDED) {
            result = writer.append(sequence, timestamp, producerId, producerSequence,
                    SequencedLayout.epoch(origin), SequencedLayout.position(origin), buffer, offset, length);
        }
        if (result == AppendResult.APPENDED) {
            appended = true;
            waitingSince = NOT_WAITING;
            return true;
        }
        return copy == null && durability != Durability.DISK && goesOnWithout(result);
    }

    /** Marks the messages that were published without the log, if there is room for the next message, too. */
    private AppendResult markGapBefore(long sequence, int length) {
        long next = writer.nextSequence();
        if (next == sequence) {
            return AppendResult.APPENDED;
        }
        AppendResult result = writer.reserve(1, length);
        if (result == AppendResult.APPENDED) {
            result = writer.markGap(next, sequence - 1, gapReason);
        }
        if (result == AppendResult.APPENDED) {
            gaps.incrementAndGet();
        }
        return result;
    }

    private boolean goesOnWithout(AppendResult result) {
        if (result == AppendResult.NOT_READY) {
            long now = System.nanoTime();
            waitingSince = waitingSince == NOT_WAITING ? now : waitingSince;
            if (now - waitingSince < PATIENCE_NANOS) {
                return false;
            }
        }
        gapReason = result == AppendResult.NO_SPACE ? GapReason.NO_SPACE : GapReason.NOT_WRITTEN;
        missing.setOpaque(missing.getPlain() + 1);
        return true;
    }

    @Override
    public long durableSequence() {
        return durability == Durability.DISK ? progress.durableSequence() : progress.writtenSequence();
    }

    @Override
    public LogFeed feed() {
        return feed;
    }

    @Override
    public CopyIdentity copy() {
        return copy;
    }

    @Override
    public boolean markGap(long first, long last, GapReason reason) {
        boolean marked = writer.markGap(first, last, reason) == AppendResult.APPENDED;
        if (marked) {
            gaps.incrementAndGet();
            appended = true;
        }
        return marked;
    }

    @Override
    public int endCycle() {
        if (log.preparer().isWanted()) {
            agents.makeFile();
        }
        if (appended) {
            appended = false;
            if (durability == Durability.DISK) {
                agents.sync();
            }
            return 0;
        }
        int marks = writer.idle();
        if (marks > 0) {
            agents.sync();
        }
        return marks;
    }

    @Override
    public int read(long first, int limit, long last, Handler handler) {
        if (reader == null) {
            reader = new LogReader(log.storage(), (from, to, reason) -> {
                // The messages were lost before this broker started, and their gap is marked.
            });
        }
        if (reader.nextSequence() != first) {
            reader.seekSequence(first);
        }
        return reader.poll(record -> handler.onMessage(record.sequence(), record.timestamp(),
                SequencedLayout.origin((int) record.ingressEpoch(), record.ingressPosition()), record.payload(), 0,
                record.payload().capacity()), limit, last);
    }

    @Override
    public int subscribe(String name, long first) {
        return subscriptions.add(name, first);
    }

    @Override
    public void unsubscribe(String name) {
        subscriptions.remove(name);
    }

    @Override
    public LogStatus status() {
        return LogFigures.of(log, directory, gaps.get(), missing.getOpaque());
    }

    @Override
    public List<SubscriptionStatus> subscriptions() {
        return subscriptions.status(
                durableSequence(), lag);
    }

    @Override
    public void onProgress(Runnable wake) {
        agents.start(log, wake);
    }

    @Override
    public void close() {
        agents.stop();
        if (reader != null) {
            reader.close();
        }
        try {
            subscriptions.close();
        } finally {
            log.close();
            alarms.end();
        }
    }
}
