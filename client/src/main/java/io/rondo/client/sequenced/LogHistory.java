package io.rondo.client.sequenced;

import io.rondo.client.RondoException;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.StartPosition;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogFiles;
import io.rondo.client.log.LogReader;
import io.rondo.client.log.LogRecord;
import io.rondo.client.log.LogRecordHandler;
import io.rondo.codecs.control.GapReason;
import io.rondo.core.ring.Action;
import java.time.Instant;

/**
 * The history of a topic in the files of its log. A message is appended to the log before it is published, so the log has
 * every published message, except those for which the disk had no space.
 */
public class LogHistory implements History, LogRecordHandler {
    private final String topic;
    private final LogReader reader;
    private Handler handler;
    private boolean found;
    private long next;
    /** Written by the subscriber's thread. */
    private volatile long lost;

    /**
     * Opens the log.
     *
     * @param topic the name
     * @param files of its log
     * @throws RondoException if the log cannot be read
     */
    public LogHistory(String topic, LogFiles files) {
        this.topic = topic;
        try {
            reader = new LogReader(files, this::onGap);
        } catch (LogException e) {
            throw translated(e);
        }
    }

    private void onGap(long first, long last, GapReason reason) {
        lost += last - first + 1;
    }

    private RondoException translated(LogException e) {
        return new RondoException("topic " + topic + ": " + e.getMessage(), e);
    }

    @Override
    public final long firstSequence(StartPosition position) {
        try {
            next = switch (position) {
                case StartPosition.AtSequence(long sequence) -> {
                    reader.seekSequence(sequence);
                    yield sequence;
                }
                case StartPosition.AtTime(Instant time) -> {
                    reader.seekTime(SequencedConsumer.nanos(time));
                    requireComplete(time);
                    yield reader.nextSequence();
                }
                case StartPosition.Earliest _ -> {
                    reader.seekEarliest();
                    yield reader.nextSequence();
                }
                case StartPosition.Latest _ -> {
                    reader.seekLatest();
                    yield reader.nextSequence();
                }
            };
            return next;
        } catch (LogException e) {
            throw position instanceof StartPosition.AtSequence(long asked) && e.reason() == Reason.REMOVED
                    ? unavailable(asked, e.oldestSequence(), "begin there, or at the earliest")
                    : translated(e);
        }
    }

    /** Returns the id of the log, to which its sequences belong. */
    public final long logId() {
        return reader.logId();
    }

    /** Refuses a time before the oldest message, unless it is the first of the topic. */
    private void requireComplete(Instant time) {
        long oldest = reader.oldestSequence();
        if (oldest > 1 && reader.nextSequence() <= oldest) {
            throw new SequenceUnavailableException("topic " + topic + " does not keep all messages since " + time
                    + " any more, the oldest available message is " + oldest
                    + ": begin there, or at the earliest", oldest);
        }
    }

    private SequenceUnavailableException unavailable(long first, long oldest, String remedy) {
        return new SequenceUnavailableException("topic " + topic + " does not keep messages " + first + " to "
                + (oldest - 1) + " any more, the oldest available message is " + oldest + ": " + remedy, oldest);
    }

    @Override
    public final int read(long first, long last, int limit, Handler to) {
        handler = to;
        found = false;
        next = first;
        try {
            if (first != reader.nextSequence()) {
                reader.seekSequence(first);
            }
            int count;
            try {
                count = deliver(reader, limit, last);
            } finally {
                next = reader.nextSequence();
            }
            if (!found && next <= last) {
                // Published, so they would have been appended before.
                lost += last - next + 1;
                next = last + 1;
            }
            return count;
        } catch (LogException e) {
            if (e.reason() != Reason.REMOVED) {
                throw translated(e);
            }
            long missing = next;
            next = e.oldestSequence();
            lost += next - missing;
            throw unavailable(missing, next, "continue there");
        }
    }

    /**
     * Delivers messages, at least one if the log has the next one.
     *
     * @param log positioned at the next message
     * @param limit the most messages
     * @param last sequence of the last message to deliver
     * @return the number delivered
     */
    protected int deliver(LogReader log, int limit, long last) {
        return log.poll(this, limit, last);
    }

    /** Notes that the log has the next message, delivered or not. */
    protected final void noteFound() {
        found = true;
    }

    @Override
    public final Action onRecord(LogRecord record) {
        noteFound();
        return handler.onMessage(record.sequence(), record.timestamp(), record.payload(), 0,
                record.payload().capacity());
    }

    @Override
    public final long next() {
        return next;
    }

    @Override
    public final long lost() {
        return lost;
    }

    @Override
    public final void close() {
        reader.close();
    }
}
