package io.rondo.client.log;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.rondo.codecs.control.DataDecoder;
import io.rondo.codecs.control.GapDecoder;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.control.GroupMarkDecoder;
import io.rondo.codecs.control.PaddingDecoder;
import io.rondo.codecs.log.LogFrames;
import io.rondo.codecs.sofh.SofhHeader;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.memory.GlobalSegment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * Looks at the frames of one log file, and checks each before it is used: lengths against the mapping, the checksum, and a
 * mark's log id and position. Whatever the bytes are, nothing outside the mapping is read. Does not allocate. For one thread
 * at a time.
 */
public final class FrameCursor implements LogRecord {
    private static final ValueLayout.OfInt BIG_INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort BIG_SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final short ENCODING_TYPE = (short) SofhHeader.SBE_LITTLE_ENDIAN;
    private static final int UINT16_MASK = 0xFFFF;
    /** Instead of a log id: accepts the marks of any log. */
    public static final long ANY_LOG = 0;

    private static final byte[] ZERO_CHECKSUM = new byte[Integer.BYTES];
    private static final VarHandle FRAME_INT = MethodHandles.byteArrayViewVarHandle(int[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final int SHORT_FRAME = 512;

    private static final int TIMESTAMP = DataDecoder.timestampEncodingOffset();
    private static final int PUBLISHER_ID = DataDecoder.publisherIdEncodingOffset();
    private static final int PUBLISHER_SEQUENCE = DataDecoder.publisherSequenceEncodingOffset();
    private static final int INGRESS_EPOCH = DataDecoder.ingressEpochEncodingOffset();
    private static final int INGRESS_POSITION = DataDecoder.ingressPositionEncodingOffset();

    private final CRC32C crc = new CRC32C();
    private final byte[] frame = new byte[SHORT_FRAME];
    private final SegmentBuffer payload = new SegmentBuffer();
    private MemorySegment memory = MemorySegment.NULL;
    private ByteBuffer bytes;
    private long logId;
    private int limit;
    private int block;
    private int length;
    private int payloadOffset;
    private int payloadLength;

    /**
     * Moves to another file.
     *
     * @param memory the whole file as native memory, at most {@link Integer#MAX_VALUE} bytes
     * @param logId id of the log, which marks must have; or {@link #ANY_LOG}
     */
    public void wrap(MemorySegment memory, long logId) {
        this.memory = memory;
        this.logId = logId;
        // Without the mapping's arena, which the checksum would acquire and release for each frame: two atomic operations.
        // The accesses around it check the arena, and one thread at a time reads and unmaps.
        bytes = GlobalSegment.SEGMENT.asSlice(memory.address(), memory.byteSize()).asByteBuffer();
        limit = (int) memory.byteSize();
    }

    /**
     * Classifies what is at a position. The other methods then describe the frame there.
     *
     * @param position from 0 to the length of the file
     */
    public FrameKind look(int position) {
        int remaining = limit - position;
        block = position + LogFrames.BLOCK;
        length = 0;
        if (remaining < LogFrames.BLOCK) {
            return remaining == 0 ? FrameKind.END : FrameKind.BAD;
        }
        // Read once: a writer may be changing it.
        length = memory.get(BIG_INT, position);
        if (length == 0) {
            return FrameKind.EMPTY;
        }
        long header = memory.get(LONG, position + LogFrames.SBE_HEADER);
        int blockLength = (int) header & UINT16_MASK;
        if (length < LogFrames.BLOCK + blockLength || length > remaining
                || memory.get(BIG_SHORT, position + Integer.BYTES) != ENCODING_TYPE
                || ((int) (header >>> 32) & UINT16_MASK) != DataDecoder.SCHEMA_ID || header >>> 48 == 0) {
            return FrameKind.BAD;
        }
        int template = (int) header >>> 16;
        if (template == DataDecoder.TEMPLATE_ID) {
            return isData(position, blockLength) ? FrameKind.DATA : FrameKind.BAD;
        }
        return control(position, template, blockLength);
    }

    private boolean isData(int position, int blockLength) {
        payloadOffset = block + blockLength + DataDecoder.payloadHeaderLength();
        payloadLength = length - (payloadOffset - position);
        return blockLength >= DataDecoder.BLOCK_LENGTH && payloadLength >= 0
                && memory.get(INT, block + blockLength) == payloadLength
                && isChecked(position, length, LogFrames.BLOCK + DataDecoder.crc32cEncodingOffset());
    }

    private FrameKind control(int position, int template, int blockLength) {
        return switch (template) {
            case GroupMarkDecoder.TEMPLATE_ID -> isMark(position, blockLength) ? FrameKind.MARK : FrameKind.BAD;
            case GapDecoder.TEMPLATE_ID -> isGap(position, blockLength) ? FrameKind.GAP : FrameKind.BAD;
            case PaddingDecoder.TEMPLATE_ID -> isPadding(position, blockLength) ? FrameKind.PADDING : FrameKind.BAD;
            default -> FrameKind.BAD;
        };
    }

    private boolean isMark(int position, int blockLength) {
        return blockLength >= GroupMarkDecoder.BLOCK_LENGTH && memory.get(LONG, block) == LogFrames.PATTERN_1
                && memory.get(LONG, block + Long.BYTES) == LogFrames.PATTERN_2
                && (logId == ANY_LOG || markLogId() == logId)
                && memory.get(LONG, block + GroupMarkDecoder.positionEncodingOffset()) == position
                && isChecked(position, length, LogFrames.BLOCK + GroupMarkDecoder.crc32cEncodingOffset());
    }

    private boolean isGap(int position, int blockLength) {
        return blockLength >= GapDecoder.BLOCK_LENGTH && gapFirst() >= 1 && gapLast() >= gapFirst()
                && gapLast() < Long.MAX_VALUE
                && isChecked(position, length, LogFrames.BLOCK + GapDecoder.crc32cEncodingOffset());
    }

    /** The checksum of Padding leaves out the filler, which may be as long as a message. */
    private boolean isPadding(int position, int blockLength) {
        int header = LogFrames.BLOCK + blockLength + PaddingDecoder.fillerHeaderLength();
        return blockLength >= PaddingDecoder.BLOCK_LENGTH && length == limit - position && length >= header
                && memory.get(INT, block + blockLength) == length - header
                && isChecked(position, header, LogFrames.BLOCK + PaddingDecoder.crc32cEncodingOffset());
    }

    /** Of a short frame in one pass over a copy: two more calls and two more views take longer than it. */
    private boolean isChecked(int position, int checkedLength, int checksum) {
        crc.reset();
        if (checkedLength <= frame.length) {
            MemorySegment.copy(memory, JAVA_BYTE, position, frame, 0, checkedLength);
            int stated = (int) FRAME_INT.get(frame, checksum);
            FRAME_INT.set(frame, checksum, 0);
            crc.update(frame, 0, checkedLength);
            return (int) crc.getValue() == stated;
        }
        crc.update(bytes.limit(position + checksum).position(position));
        crc.update(ZERO_CHECKSUM, 0, ZERO_CHECKSUM.length);
        crc.update(bytes.limit(position + checkedLength).position(position + checksum + Integer.BYTES));
        return (int) crc.getValue() == memory.get(INT, position + checksum);
    }

    /** Returns the length of the frame in bytes; of a bad one as its header states it. */
    public int length() {
        return length;
    }

    /** Returns the length of the file in bytes. */
    public int limit() {
        return limit;
    }

    @Override
    public long sequence() {
        return memory.get(LONG, block);
    }

    @Override
    public long timestamp() {
        return memory.get(LONG, block + TIMESTAMP);
    }

    @Override
    public long publisherId() {
        return memory.get(LONG, block + PUBLISHER_ID);
    }

    @Override
    public long publisherSequence() {
        return memory.get(LONG, block + PUBLISHER_SEQUENCE);
    }

    @Override
    public long ingressEpoch() {
        return memory.get(LONG, block + INGRESS_EPOCH);
    }

    @Override
    public long ingressPosition() {
        return memory.get(LONG, block + INGRESS_POSITION);
    }

    @Override
    public DirectBuffer payload() {
        payload.wrap(memory, payloadOffset, payloadLength);
        return payload;
    }

    /** Returns the log id that a mark states. */
    public long markLogId() {
        return memory.get(LONG, block + GroupMarkDecoder.logIdEncodingOffset());
    }

    /** Returns a mark's synced sequence. */
    public long syncedSequence() {
        return memory.get(LONG, block + GroupMarkDecoder.syncedSequenceEncodingOffset());
    }

    /** Returns the sequence of the first message behind a mark. */
    public long nextSequence() {
        return memory.get(LONG, block + GroupMarkDecoder.nextSequenceEncodingOffset());
    }

    /** Returns the timestamp of the last message before a mark. */
    public long markTimestamp() {
        return memory.get(LONG, block + GroupMarkDecoder.timestampEncodingOffset());
    }

    /** Returns whether the log was closed in order at a mark. */
    public boolean isClosed() {
        return (memory.get(JAVA_BYTE, block + GroupMarkDecoder.flagsEncodingOffset()) & 1) != 0;
    }

    /** Returns the first sequence that a gap names. */
    public long gapFirst() {
        return memory.get(LONG, block + GapDecoder.firstSequenceEncodingOffset());
    }

    /** Returns the last sequence that a gap names. */
    public long gapLast() {
        return memory.get(LONG, block + GapDecoder.lastSequenceEncodingOffset());
    }

    /** Returns the timestamp of the last message before a gap. */
    public long gapTimestamp() {
        return memory.get(LONG, block + GapDecoder.timestampEncodingOffset());
    }

    /** Returns why the messages of a gap are missing. */
    public GapReason gapReason() {
        return GapReason.get((short) (memory.get(JAVA_BYTE, block + GapDecoder.reasonEncodingOffset()) & 0xFF));
    }

    /** Returns the sequence of the last record before Padding. */
    public long paddingLastSequence() {
        return memory.get(LONG, block);
    }

    /**
     * Returns the first sequence that follows the beginning of a frame: a message's own, a mark's next, a gap's first, that
     * after the last one before Padding.
     *
     * @param kind the result of {@link #look}, one of these four
     */
    public long beginsWith(FrameKind kind) {
        return switch (kind) {
            case DATA -> sequence();
            case MARK -> nextSequence();
            case GAP -> gapFirst();
            case PADDING -> paddingLastSequence() + 1;
            default -> throw new IllegalArgumentException(kind + " states no sequence");
        };
    }

    /**
     * Finds the next valid mark by its patterns.
     *
     * @param from where to begin
     * @return its position; -1 if there is none
     */
    public int nextMark(int from) {
        int last = limit - LogFrames.MARK_LENGTH;
        for (int position = Math.max(0, from); position <= last; position++) {
            if (memory.get(LONG, position + LogFrames.BLOCK) == LogFrames.PATTERN_1
                    && look(position) == FrameKind.MARK) {
                return position;
            }
        }
        return -1;
    }
}
