package io.rondo.client.crash;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.layout.WaiterLayout;
import io.rondo.core.mapping.Mapping;
import io.rondo.core.memory.Words;
import io.rondo.core.os.NativeFile;
import io.rondo.core.ring.UsedSlots;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The file of a channel, to write into it what a dead participant may have written. */
final class RawSegment implements AutoCloseable {
    private static final int DEAD_CONSUMER = 7;
    private static final int DEAD_PRODUCER = 7;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment file;

    RawSegment(Path directory, String channel) {
        try (NativeFile opened = NativeFile.open(directory.resolve(channel + ".ring"), true)) {
            file = Mapping.map(opened.fd(), 0, opened.status().length(), true, arena);
        }
    }

    /** A topic's consumer that died when it had stored the topic's first position. */
    void leaveDeadConsumer(int state) {
        int slot = SlotLayout.offset(SlotLayout.peerSlot(DEAD_CONSUMER));
        new UsedSlots(file, SlotLayout.DEFAULT_SLOTS).include(SlotLayout.peerSlot(DEAD_CONSUMER));
        Words.setInt(file, slot + SlotLayout.FLAGS, 0);
        Words.setLongRelease(file, slot + SlotLayout.POSITION, 0);
        Words.setLongRelease(file, slot + SlotLayout.STATE, SlotState.next(0, state));
    }

    /** A producer of a queue with many of them that died when it had reserved the tail. */
    void reserveTail(int slot) {
        long position = Words.getLongAcquire(file, SegmentLayout.TAIL);
        Words.setLongRelease(file, SegmentLayout.TAIL, TailLayout.reserved(position, slot));
    }

    /** A producer of a queue that died when it had moved the tail, before it showed its claim by a header. */
    void leaveDeadClaim(int messageLength) {
        int slot = SlotLayout.peerSlot(DEAD_PRODUCER);
        new UsedSlots(file, SlotLayout.DEFAULT_SLOTS).include(slot);
        long position = Words.getLongAcquire(file, SegmentLayout.TAIL);
        int recordLength = RecordLayout.recordLength(messageLength);
        Words.setLongRelease(file, SlotLayout.offset(slot) + SlotLayout.INTENT_LENGTH, recordLength);
        Words.setLongRelease(file, SlotLayout.offset(slot) + SlotLayout.POSITION, position);
        Words.setLongRelease(file, SegmentLayout.TAIL, position + recordLength);
    }

    /** A queue's consumer that died while it zeroed what it had confirmed. */
    void zeroHalfOfWhatWasRead() {
        long head = Words.getLongAcquire(file, SegmentLayout.HEAD);
        long half = (Words.getLongAcquire(file, SegmentLayout.READ) - head) / 2;
        for (long position = head; position < head + half; position += Long.BYTES) {
            Words.setLong(file,
                    SegmentLayout.entries(SlotLayout.DEFAULT_SLOTS) + (position & CrashChannel.CAPACITY - 1),
                    0);
        }
    }

    /** Nothing but records that hold no message, all around. */
    void fillWithPadding() {
        for (int offset = 0; offset < CrashChannel.CAPACITY; offset += RecordLayout.ALIGNMENT) {
            Words.setLongRelease(file, SegmentLayout.entries(SlotLayout.DEFAULT_SLOTS) + offset,
                    RecordLayout.padding(RecordLayout.HEADER_LENGTH));
        }
    }

    /** Up to where a topic's producer may write. */
    long limit() {
        return Words.getLongAcquire(file, SegmentLayout.LIMIT);
    }

    /** Whether a producer has announced that it is about to sleep. */
    boolean isProducerAsleep() {
        return WaiterLayout.state(Words.getIntOpaque(file, SegmentLayout.SPACE_WAITERS)) == WaiterLayout.ARMED;
    }

    /** A topic consumer's position. */
    long position(int slot) {
        return Words.getLongAcquire(file, SlotLayout.offset(slot) + SlotLayout.POSITION);
    }

    @Override
    public void close() {
        arena.close();
    }
}
