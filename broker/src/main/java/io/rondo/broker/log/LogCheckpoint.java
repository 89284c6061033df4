package io.rondo.broker.log;

import io.rondo.broker.log.storage.LogFile;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogFileMapping;
import io.rondo.client.log.LogFiles;
import io.rondo.client.log.LogRecord;
import io.rondo.core.buffer.SegmentBuffer;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;

/**
 * What the records up to a sequence state together: the last sequence, timestamp and ingress position, and the last sequence
 * of each publisher. Saved before retention deletes records. For one thread at a time.
 *
 * <pre>
 *    0  int64   magic, "RONDOCKP"
 *    8  int64   log id
 *   16  int64   last sequence
 *   24  int64   timestamp of it
 *   32  int64   ingress epoch of it
 *   40  int64   ingress position of it
 *   48  int32   number of publishers
 *   52  uint32  CRC-32C of the whole file, with this field zero
 *   56  for each publisher: int64 id, int64 last sequence, int64 timestamp of it
 *       zeroes up to a multiple of 4,096
 * </pre>
 */
public final class LogCheckpoint {
    /** Name of the file. */
    public static final String FILE = "checkpoint";

    private static final String UNFINISHED = FILE + ".tmp";
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final long MAGIC = 0x504B_434F_444E_4F52L;
    private static final int LOG_ID = 8;
    private static final int SEQUENCE = 16;
    private static final int TIMESTAMP = 24;
    private static final int EPOCH = 32;
    private static final int POSITION = 40;
    private static final int COUNT = 48;
    private static final int CRC = 52;
    private static final int PUBLISHERS = 56;
    private static final int PUBLISHER_LENGTH = 24;
    private static final int PAGE = 4096;
    private static final long NONE = Long.MIN_VALUE;

    private final Long2LongHashMap sequences = new Long2LongHashMap(NONE);
    private final Long2LongHashMap timestamps = new Long2LongHashMap(NONE);
    private long lastSequence;
    private long lastTimestamp;
    private long ingressEpoch;
    private long ingressPosition;

    /** Returns the last sequence; 0 if there was none. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Returns the timestamp of the last message, in nanoseconds since the epoch; 0 if there was none. */
    public long lastTimestamp() {
        return lastTimestamp;
    }

    /** Returns the ingress epoch of the last message. */
    public long ingressEpoch() {
        return ingressEpoch;
    }

    /** Returns the ingress position of the record that held the last message. */
    public long ingressPosition() {
        return ingressPosition;
    }

    /** Returns the number of known publishers. */
    public int publishers() {
        return sequences.size();
    }

    /** Adds a message that follows. */
    public void add(LogRecord record) {
        add(record.sequence(), record.timestamp(), record.publisherId(), record.publisherSequence(),
                record.ingressEpoch(), record.ingressPosition());
    }

    /** Adds a message that follows. Does not allocate for a known publisher. */
    public void add(long sequence, long timestamp, long publisherId, long publisherSequence, long epoch,
            long position) {
        lastSequence = sequence;
        lastTimestamp = timestamp;
        ingressEpoch = epoch;
        ingressPosition = position;
        if (publisherId != 0) {
            sequences.put(publisherId, Math.max(publisherSequence, sequences.get(publisherId)));
            timestamps.put(publisherId, timestamp);
        }
    }

    /** Moves the end behind messages that are missing. */
    public void skipTo(long sequence, long timestamp) {
        lastSequence = Math.max(lastSequence, sequence);
        lastTimestamp = Math.max(lastTimestamp, timestamp);
    }

    /** Returns an independent copy. */
    public LogCheckpoint copy() {
        LogCheckpoint copy = new LogCheckpoint();
        copy.addAll(this);
        return copy;
    }

    /** Returns the last sequence of each known publisher by its id; a snapshot. */
    public Map<Long, Long> publisherSequences() {
        Map<Long, Long> snapshot = new HashMap<>();
        sequences.forEachLong(snapshot::put);
        return snapshot;
    }

    /** Adds everything of a later part of the log. */
    public void addAll(LogCheckpoint later) {
        if (later.lastSequence > 0) {
            skipTo(later.lastSequence, later.lastTimestamp);
            ingressEpoch = later.ingressEpoch;
            ingressPosition = later.ingressPosition;
        }
        later.sequences.forEachLong((id, sequence) -> {
            sequences.put(id, Math.max(sequence, sequences.get(id)));
            timestamps.put(id, Math.max(later.timestamps.get(id), timestamps.get(id)));
        });
    }

    /**
     * Saves it, in place of the former one, and waits until it is on the disk.
     *
     * @param storage of the log
     * @param logId id of the log
     * @throws LogException {@code NO_SPACE} or {@code FAILED}; the former checkpoint remains
     */
    public void save(LogStorage storage, long logId) {
        int length = (PUBLISHERS + sequences.size() * PUBLISHER_LENGTH + PAGE - 1) / PAGE * PAGE;
        try (LogFile file = storage.create(UNFINISHED, length)) {
            encode(new SegmentBuffer(file.memory()), logId);
            file.sync();
            storage.rename(UNFINISHED, FILE);
            storage.syncDirectory();
        } catch (IOException e) {
            throw new LogException(Reason.FAILED,
                    "cannot sync " + storage.describe(FILE) + ": " + e.getMessage() + ": check the disk", e);
        }
    }

    private void encode(SegmentBuffer to, long logId) {
        to.putLong(0, MAGIC, ORDER);
        to.putLong(LOG_ID, logId, ORDER);
        to.putLong(SEQUENCE, lastSequence, ORDER);
        to.putLong(TIMESTAMP, lastTimestamp, ORDER);
        to.putLong(EPOCH, ingressEpoch, ORDER);
        to.putLong(POSITION, ingressPosition, ORDER);
        to.putInt(COUNT, sequences.size(), ORDER);
        int at = PUBLISHERS;
        Long2LongHashMap.EntryIterator entries = sequences.entrySet().iterator();
        while (entries.hasNext()) {
            entries.next();
            to.putLong(at, entries.getLongKey(), ORDER);
            to.putLong(at + Long.BYTES, entries.getLongValue(), ORDER);
            to.putLong(at + 2 * Long.BYTES, timestamps.get(entries.getLongKey()), ORDER);
            at += PUBLISHER_LENGTH;
        }
        to.putInt(CRC, crc(to), ORDER);
    }

    /**
     * Loads the saved one.
     *
     * @param storage of the log
     * @param logId id of the log
     * @return the checkpoint; an empty one if none was saved
     * @throws LogException {@code DAMAGED} or {@code FOREIGN} if the file is not the checkpoint of this log
     */
    public static LogCheckpoint load(LogFiles storage, long logId) {
        try (LogFileMapping file = storage.map(FILE)) {
            LogCheckpoint loaded = new LogCheckpoint();
            if (file != null) {
                loaded.decode(new SegmentBuffer(file.memory()), storage.describe(FILE), logId);
            }
            return loaded;
        }
    }

    private void decode(DirectBuffer from, String path, long logId) {
        String remedy = ": move it away to go on; publishers that were idle since may then send duplicates";
        if (from.capacity() < PUBLISHERS || from.getLong(0, ORDER) != MAGIC || from.getInt(CRC, ORDER) != crc(from)) {
            throw new LogException(Reason.DAMAGED, path + " is damaged: its checksum is wrong" + remedy);
        }
        if (from.getLong(LOG_ID, ORDER) != logId) {
            throw new LogException(Reason.FOREIGN, path + " belongs to another log" + remedy);
        }
        int count = from.getInt(COUNT, ORDER);
        if (count < 0 || count > (from.capacity() - PUBLISHERS) / PUBLISHER_LENGTH) {
            throw new LogException(Reason.DAMAGED, path + " is damaged: it states " + count + " publishers" + remedy);
        }
        lastSequence = from.getLong(SEQUENCE, ORDER);
        lastTimestamp = from.getLong(TIMESTAMP, ORDER);
        ingressEpoch = from.getLong(EPOCH, ORDER);
        ingressPosition = from.getLong(POSITION, ORDER);
        for (int i = 0; i < count; i++) {
            int at = PUBLISHERS + i * PUBLISHER_LENGTH;
            sequences.put(from.getLong(at, ORDER), from.getLong(at + Long.BYTES, ORDER));
            timestamps.put(from.getLong(at, ORDER), from.getLong(at + 2 * Long.BYTES, ORDER));
        }
    }

    private static int crc(DirectBuffer file) {
        byte[] bytes = new byte[file.capacity()];
        file.getBytes(0, bytes);
        java.util.Arrays.fill(bytes, CRC, PUBLISHERS, (byte) 0);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }
}
