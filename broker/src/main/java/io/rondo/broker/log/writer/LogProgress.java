package io.rondo.broker.log.writer;

import io.rondo.client.log.LogException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What the appender and the syncer of one log tell each other and the sequencer. Thread-safe. */
public final class LogProgress {
    private final AtomicLong written;
    private final AtomicLong durable;
    private final AtomicLong writtenBytes = new AtomicLong();
    private final AtomicBoolean syncRequested = new AtomicBoolean();
    private volatile LogException failure;

    LogProgress(long lastSequence) {
        written = new AtomicLong(lastSequence);
        durable = new AtomicLong(lastSequence);
    }

    /** Returns the last sequence in the page cache: it survives the death of the broker. */
    public long writtenSequence() {
        // [written] Pairs with setWritten: the records up to here are in the files that were announced.
        return written.getAcquire();
    }

    /** Returns the bytes that were written since the log was opened. */
    public long writtenBytes() {
        return writtenBytes.getOpaque();
    }

    /** Returns the last sequence on the disk. */
    public long durableSequence() {
        // [durable] Pairs with setDurable.
        return durable.getAcquire();
    }

    /** Returns why the log is read-only; null if it is not. */
    public LogException failure() {
        return failure;
    }

    void setWritten(long sequence, long bytes) {
        writtenBytes.setOpaque(bytes);
        // [written] The bytes of the record before, then its sequence.
        written.setRelease(sequence);
    }

    void setDurable(long sequence) {
        // [durable] The sync before, then its sequence.
        durable.setRelease(sequence);
    }

    void fail(LogException cause) {
        failure = cause;
    }

    /** Asks for a sync although no message was appended: a mark was. */
    void requestSync() {
        syncRequested.set(true);
    }

    boolean takeSyncRequest() {
        return syncRequested.getOpaque() && syncRequested.getAndSet(false);
    }
}
