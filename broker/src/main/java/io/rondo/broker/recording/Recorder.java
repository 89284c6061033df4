package io.rondo.broker.recording;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.LogCheckpoint;
import io.rondo.broker.log.writer.AppendResult;
import io.rondo.broker.log.writer.LogProgress;
import io.rondo.broker.log.writer.LogWriter;
import io.rondo.client.Action;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.ControlledMessageHandler;
import io.rondo.client.RondoException;
import io.rondo.client.Subscriber;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.endpoint.TopicStart;
import io.rondo.codecs.control.GapReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/**
 * Appends each message of a plain topic to a log. Messages that it loses are gaps of the log, because each of them takes a
 * sequence: the producer overwrote them (lapped), the disk was full (no space), or no recorder ran (not running; known in
 * shared memory only).
 *
 * <p>The producer never waits for the disk. On a full disk messages are dropped until there is space. While the next file
 * is being made they stay in the topic, where the policy of the subscriber decides what happens to a slow consumer.
 *
 * <p>Recording does not allocate and makes no system call except to rename the next file. For one thread at a time; any
 * thread may read the numbers.
 */
public final class Recorder implements Agent {
    private static final int BATCH = 256;
    /** The longest sleep for messages, after which the thread of the recorder sees whether it is to end. */
    private static final Duration SLICE = Duration.ofMillis(250);
    private static final long CLOCK_TOLERANCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FILE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    /** Longest time in which the end records what is in the topic: its producer may go on for ever. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Subscriber subscriber;
    private final LogWriter writer;
    private final LogProgress progress;
    private final LongSupplier clock;
    private final RecorderListener listener;
    private final MissingMessages missing;
    private final ControlledMessageHandler handler = this::onMessage;
    /** Identifies the topic's segment; 0 over a socket. */
    private final long epoch;
    /** Number of a message in the topic minus its sequence in the log, which stays the same because gaps have sequences. */
    private final long distance;
    /** Number of messages that the subscriber gets first and that the log covers already. */
    private long covered;
    private long lost;
    /** For other threads; written by the recorder's. */
    private final AtomicLong recorded = new AtomicLong();
    private boolean clockBehind;
    private boolean fileMissing;
    private boolean removed;

    /**
     * Continues a log.
     *
     * @param subscriber of a plain topic, before its first message. It may begin with messages that the log covers, which are
     * not recorded again
     * @param log of the topic
     * @param clock nanoseconds since the epoch; may go back
     * @param listener is told about gaps and the clock
     */
    public Recorder(Subscriber subscriber, ChannelLog log, LongSupplier clock, RecorderListener listener) {
        this.subscriber = subscriber;
        this.clock = clock;
        this.listener = listener;
        writer = log.writer();
        progress = log.progress();
        missing = new MissingMessages(writer, listener);
        TopicStart start = subscriber instanceof SubscriberEndpoint endpoint ? endpoint.start() : null;
        epoch = start == null ? 0 : start.segment();
        distance = start == null ? 0 : distance(start, log.recovered().state());
    }

    private long distance(TopicStart start, LogCheckpoint recovered) {
        long next = start.messagesBefore() + 1 - writer.nextSequence();
        if (recovered.ingressEpoch() != epoch) {
            return next;
        }
        long missed = next - recovered.ingressPosition();
        missing.add(GapReason.NOT_WRITTEN, Math.max(0, missed));
        covered = Math.max(0, -missed);
        return recovered.ingressPosition();
    }

    /**
     * Records the messages that are there, and never waits.
     *
     * @return the number of messages taken from the topic
     * @throws io.rondo.client.log.LogException if the log has become read-only; the recorder is of no use then
     * @throws RondoException if the topic cannot be read any more
     */
    @Override
    public int doWork() {
        fileMissing = false;
        int count = take(null);
        return count == 0 && !fileMissing ? rest() : count;
    }

    /** Uses the time without messages: states losses that no message followed, and that everything is synced. */
    private int rest() {
        noteLost();
        return missing.mark() == AppendResult.APPENDED ? writer.idle() : 0;
    }

    private int take(Duration timeout) {
        try {
            return timeout == null
                    ? subscriber.controlledPoll(handler, BATCH)
                    : subscriber.controlledReceive(handler, BATCH, timeout);
        } catch (ChannelRemovedException e) {
            removed = true;
            noteLost();
            addLapped(e.unreadMessages());
            throw e;
        }
    }

    /**
     * Waits for messages and records them.
     *
     * @param timeout the longest wait
     * @return the number of messages taken from the topic; 0 also while the next file of the log is being made
     * @throws io.rondo.client.InterruptedWaitException if the thread is interrupted while it waits
     */
    public int await(Duration timeout) {
        if (fileMissing) {
            fileMissing = false;
            LockSupport.parkNanos(FILE_PAUSE_NANOS);
            return 0;
        }
        return take(timeout);
    }

    /** Returns a strategy that sleeps until the topic has messages, at most a quarter of a second, and records them. */
    public IdleStrategy idleStrategy() {
        return new AwaitMessages(this);
    }

    private record AwaitMessages(Recorder recorder) implements IdleStrategy {
        @Override
        public void idle(int workCount) {
            if (workCount == 0) {
                idle();
            }
        }

        @Override
        public void idle() {
            recorder.await(SLICE);
        }

        @Override
        public void reset() {
            // It keeps no state.
        }
    }

    private Action onMessage(DirectBuffer buffer, int offset, int length) {
        noteLost();
        if (covered > 0) {
            covered--;
            return Action.CONTINUE;
        }
        AppendResult result = missing.markBefore(length);
        if (result == AppendResult.APPENDED) {
            long sequence = writer.nextSequence();
            result = writer.append(sequence, timestamp(), 0, 0, epoch, distance, buffer, offset,
                    length);
        }
        return switch (result) {
            case APPENDED -> {
                recorded.setOpaque(recorded.getPlain() + 1);
                yield Action.CONTINUE;
            }
            case NOT_READY -> {
                fileMissing = true;
                yield Action.ABORT;
            }
            case NO_SPACE -> {
                missing.add(GapReason.NO_SPACE, 1);
                yield Action.CONTINUE;
            }
            case READ_ONLY -> throw progress.failure();
        };
    }

    private void noteLost() {
        long now = subscriber.lost();
        if (now != lost) {
            addLapped(now - lost);
            lost = now;
        }
    }

    /** The first of the lost messages may be in the log. */
    private void addLapped(long count) {
        long known = Math.min(covered, count);
        covered -= known;
        missing.add(GapReason.LAPPED, count - known);
    }

    private long timestamp() {
        long now = clock.getAsLong();
        long behind = writer.lastTimestamp() - now;
        if (behind <= 0) {
            clockBehind = false;
            return now;
        }
        if (behind > CLOCK_TOLERANCE_NANOS && !clockBehind) {
            clockBehind = true;
            listener.onClockBehind(behind);
        }
        return writer.lastTimestamp();
    }

    /** Records what is in the topic, for at most a second, states what was lost, and detaches. The log stays open. */
    @Override
    public void onClose() {
        try (subscriber) {
            long deadline = System.nanoTime() + DRAIN_NANOS;
            while (!removed && progress.failure() == null && (doWork() > 0 || fileMissing)
                    && System.nanoTime() - deadline < 0) {
                if (fileMissing) {
                    LockSupport.parkNanos(FILE_PAUSE_NANOS);
                }
            }
            noteLost();
            missing.mark();
        }
    }

    /** Returns the name of the topic. */
    public String topic() {
        return subscriber.channel();
    }

    /** Returns the number of messages that this recorder appended. */
    public long recorded() {
        return recorded.getOpaque();
    }

    /** Returns the number of gaps that this recorder marked. */
    public long gaps() {
        return missing.gaps();
    }

    /** Returns the number of messages that are missing in these gaps. */
    public long missing() {
        return missing.marked();
    }

    /** Returns the number of lost messages that the log does not state, because it has no room for another gap. */
    public long unmarked() {
        return missing.unmarked();
    }

    /**
     * Returns the number of the topic's messages up to the last one that was recorded or lost: what the topic has more waits
     * to be recorded. Of use in shared memory only.
     */
    public long position() {
        return progress.writtenSequence() + distance + missing.unmarked();
    }

    @Override
    public String roleName() {
        return "recorder-" + subscriber.channel();
    }
}
