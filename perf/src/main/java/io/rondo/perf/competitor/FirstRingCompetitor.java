package io.rondo.perf.competitor;

import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.mapping.Mapping;
import io.rondo.core.memory.RawWords;
import io.rondo.core.os.NativeFile;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.agrona.BitUtil;

/**
 * The first design of Rondo's single-producer queue, isolated: records at multiples of 8 bytes, the producer clears the
 * header behind each record before it commits, the consumer writes only its position and does not pause. A new ring is
 * all zeros, so either side may map it first.
 */
final class FirstRingCompetitor implements Competitor {
    /** Bytes before the data, a multiple of every page size; the consumer's position is the first word. */
    private static final int HEAD_LENGTH = 64 << 10;
    /** Bytes of a record's header, which holds the length of the record. */
    private static final int HEADER = Long.BYTES;

    private final CompetitorSettings settings;

    FirstRingCompetitor(CompetitorSettings settings) {
        this.settings = settings;
    }

    @Override
    public Sender sender(String channel) {
        return new Producer(open(channel), settings.ring());
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        return new Consumer(open(channel), settings.ring(), reader);
    }

    private MemorySegment open(String channel) {
        Path path = settings.directory().resolve(channel);
        try (RandomAccessFile sized = new RandomAccessFile(path.toFile(), "rw");
                NativeFile file = NativeFile.open(path, true)) {
            sized.setLength(HEAD_LENGTH + (long) settings.ring());
            return Mapping.mapPermanently(file.fd(), HEAD_LENGTH, settings.ring(), true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map " + path, e);
        }
    }

    @Override
    public void close() {
        // The garbage collector unmaps.
    }

    private static int recordLength(int length) {
        return BitUtil.align(length + HEADER, Long.BYTES);
    }

    private static final class Producer implements Sender {
        private final long head;
        private final long data;
        private final int capacity;
        private final SegmentBuffer payload;
        private long tail;
        private long limit;

        Producer(MemorySegment segment, int capacity) {
            this.head = segment.address();
            this.data = head + HEAD_LENGTH;
            this.capacity = capacity;
            this.payload = SegmentBuffer.ofMapping(segment);
        }

        @Override
        public boolean trySend(MessageWriter writer, int length) {
            int record = recordLength(length);
            if (tail + record + HEADER > limit) {
                // [head] acquires the space that the consumer has read.
                limit = RawWords.getLongAcquire(head) + capacity;
                if (tail + record + HEADER > limit) {
                    return false;
                }
            }
            long address = data + (tail & capacity - 1);
            payload.window(address + HEADER, length);
            writer.write(payload, 0, length);
            RawWords.setLong(address + record, 0);
            // [commit] releases the payload and the empty header behind it.
            RawWords.setLongRelease(address, length + HEADER);
            tail += record;
            return true;
        }
    }

    private static final class Consumer implements Receiver {
        private final long head;
        private final long data;
        private final int capacity;
        private final MessageReader reader;
        private final SegmentBuffer payload;
        private long position;

        Consumer(MemorySegment segment, int capacity, MessageReader reader) {
            this.head = segment.address();
            this.data = head + HEAD_LENGTH;
            this.capacity = capacity;
            this.reader = reader;
            this.payload = SegmentBuffer.ofMapping(segment.asReadOnly());
        }

        @Override
        public int poll() {
            long next = position;
            int count = 0;
            while (count < Receiver.LIMIT && next - position < capacity / 4) {
                long address = data + (next & capacity - 1);
                // [commit] acquires the payload.
                int length = (int) RawWords.getLongAcquire(address) - HEADER;
                if (length < 0) {
                    break;
                }
                payload.window(address + HEADER, length);
                reader.read(payload, 0, length);
                next += recordLength(length);
                count++;
            }
            if (count > 0) {
                position = next;
                // [head] releases the space after all messages were read.
                RawWords.setLongRelease(head, next);
            }
            return count;
        }
    }
}
