package io.rondo.broker.log.writer;

import io.rondo.broker.log.storage.LogFile;
import io.rondo.codecs.control.DataEncoder;
import io.rondo.codecs.control.GapEncoder;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.control.GroupMarkEncoder;
import io.rondo.codecs.control.MessageHeaderEncoder;
import io.rondo.codecs.control.PaddingEncoder;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFrames;
import io.rondo.codecs.sofh.SofhHeader;
import io.rondo.core.buffer.SegmentBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.OS;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the frames of one file, and its index, in the byte order of x86_64 and aarch64, which is the format's.
 * The caller makes sure that a frame {@link #fits}. Does not allocate and makes no system call, except when it is created.
 * For one thread at a time.
 */
public final class LogFileWriter {
    private static final long DATA_HEADER = LogFrames.sbeHeader(DataEncoder.BLOCK_LENGTH, DataEncoder.TEMPLATE_ID);
    private static final short ENCODING_TYPE = Short.reverseBytes((short) SofhHeader.SBE_LITTLE_ENDIAN);
    private static final int TYPE = Integer.BYTES;
    private static final int SEQUENCE = LogFrames.BLOCK;
    private static final int TIMESTAMP = LogFrames.BLOCK + DataEncoder.timestampEncodingOffset();
    private static final int PUBLISHER_ID = LogFrames.BLOCK + DataEncoder.publisherIdEncodingOffset();
    private static final int PUBLISHER_SEQUENCE = LogFrames.BLOCK + DataEncoder.publisherSequenceEncodingOffset();
    private static final int INGRESS_EPOCH = LogFrames.BLOCK + DataEncoder.ingressEpochEncodingOffset();
    private static final int INGRESS_POSITION = LogFrames.BLOCK + DataEncoder.ingressPositionEncodingOffset();
    private static final int CRC = LogFrames.BLOCK + DataEncoder.crc32cEncodingOffset();
    private static final int PAYLOAD_LENGTH = LogFrames.BLOCK + DataEncoder.BLOCK_LENGTH;

    private final LogFile file;
    private final IndexWriter index;
    private final LogFileHeader header;
    private final BytesStore<?, ?> bytes;
    private final ByteBuffer view;
    private final SegmentBuffer target;
    private final int limit;
    private final CRC32C crc = new CRC32C();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[LogFileHeader.LENGTH]);
    private final MessageHeaderEncoder sbeHeader = new MessageHeaderEncoder();
    private final GroupMarkEncoder markEncoder = new GroupMarkEncoder();
    private final GapEncoder gapEncoder = new GapEncoder();
    private final PaddingEncoder paddingEncoder = new PaddingEncoder();
    private int position;

    /** Continues at a position behind which the file was never written. */
    public LogFileWriter(LogFile file, IndexWriter index, LogFileHeader header, int position) {
        this.file = file;
        this.index = index;
        this.header = header;
        this.position = position;
        bytes = file.bytes();
        view = file.memory().asByteBuffer();
        target = new SegmentBuffer(file.memory());
        limit = (int) header.allocatedLength();
    }

    /** Begins a file of zeroes: writes the header page and the header of the index. */
    public static LogFileWriter begin(LogFile file, LogFile index, LogFileHeader header) {
        LogFileWriter writer = new LogFileWriter(file, IndexWriter.begin(index, header), header, LogFileHeader.LENGTH);
        header.encode(writer.scratch);
        writer.bytes.write(0, writer.scratch.byteArray(), 0, LogFileHeader.LENGTH);
        return writer;
    }

    /** Returns the file. */
    public LogFile file() {
        return file;
    }

    /** Closes the file and its index. */
    public void close() {
        file.close();
        index.close();
    }

    /** Returns what the header page states. */
    public LogFileHeader header() {
        return header;
    }

    /** Returns where the next frame begins. */
    public int position() {
        return position;
    }

    /** Returns whether a frame fits, and behind it Padding or nothing. */
    public boolean fits(int frameLength) {
        int left = limit - position - frameLength;
        return left == 0 || left >= LogFrames.PADDING_HEADER_LENGTH;
    }

    /** Returns whether half of the file is used. */
    public boolean isHalfFull() {
        return position > limit / 2;
    }

    /** Returns whether the next frame must be a mark. */
    public boolean isMarkDue() {
        return index.isDue(position);
    }

    /** Writes a Data frame; the range of the buffer has been checked. */
    // The fields of a frame, once: an object for them would be filled and read again for each message.
    @SuppressWarnings("checkstyle:ParameterNumber")
    public void data(long sequence, long timestamp, long publisherId, long publisherSequence, long epoch,
            long ingressPosition, DirectBuffer buffer, int offset, int length) {
        int at = position;
        int frameLength = LogFrames.DATA_HEADER_LENGTH + length;
        // The checksum field is zero: this part of the file was never written.
        bytes.writeInt(at, Integer.reverseBytes(frameLength));
        bytes.writeShort(at + TYPE, ENCODING_TYPE);
        bytes.writeLong(at + LogFrames.SBE_HEADER, DATA_HEADER);
        bytes.writeLong(at + SEQUENCE, sequence);
        bytes.writeLong(at + TIMESTAMP, timestamp);
        bytes.writeLong(at + PUBLISHER_ID, publisherId);
        bytes.writeLong(at + PUBLISHER_SEQUENCE, publisherSequence);
        bytes.writeLong(at + INGRESS_EPOCH, epoch);
        bytes.writeLong(at + INGRESS_POSITION, ingressPosition);
        bytes.writeInt(at + PAYLOAD_LENGTH, length);
        copy(buffer, offset, length, at + LogFrames.DATA_HEADER_LENGTH);
        bytes.writeInt(at + CRC, checksum(at, frameLength));
        position = at + frameLength;
    }

    private void copy(DirectBuffer buffer, int offset, int length, int to) {
        byte[] array = buffer.byteArray();
        if (array != null) {
            bytes.write(to, array, buffer.wrapAdjustment() + offset, length);
        } else if (buffer instanceof SegmentBuffer) {
            // Memory, or an array that is read-only: a topic's consumer that may be lapped delivers a copy.
            target.putBytes(to, buffer, offset, length);
        } else if (length > 0) {
            OS.memory().copyMemory(buffer.addressOffset() + offset, bytes.addressForWrite(to), length);
        }
    }

    private int checksum(int from, int length) {
        crc.reset();
        crc.update(view.limit(from + length).position(from));
        return (int) crc.getValue();
    }

    /** Copies a frame that is valid at any position: Data or Gap. */
    public void frame(ByteBuffer source, int from, int length) {
        view.limit(position + length).position(position);
        view.put(source.limit(from + length).position(from));
        position += length;
    }

    /** Writes a GroupMark, and an index entry if it is time for one. */
    public void mark(long syncedSequence, long nextSequence, long timestamp, boolean closed) {
        int at = position;
        markEncoder.wrapAndApplyHeader(scratch, LogFrames.SBE_HEADER, sbeHeader).pattern1(LogFrames.PATTERN_1)
                .pattern2(LogFrames.PATTERN_2).logId(header.logId()).position(at).syncedSequence(syncedSequence)
                .nextSequence(nextSequence).timestamp(timestamp).crc32c(0).flags().clear().closed(closed);
        control(LogFrames.MARK_LENGTH, LogFrames.MARK_LENGTH, GroupMarkEncoder.crc32cEncodingOffset());
        index.add(at, nextSequence, timestamp);
    }

    /** Takes back the statement of the last mark, which begins here, that the log was closed in order. */
    void clearClosed(int mark) {
        bytes.writeByte(mark + LogFrames.BLOCK + GroupMarkEncoder.flagsEncodingOffset(), (byte) 0);
    }

    /** Writes a Gap. */
    public void gap(long firstSequence, long lastSequence, long timestamp, GapReason reason) {
        gapEncoder.wrapAndApplyHeader(scratch, LogFrames.SBE_HEADER, sbeHeader).firstSequence(firstSequence)
                .lastSequence(lastSequence).timestamp(timestamp).crc32c(0).reason(reason);
        control(LogFrames.GAP_LENGTH, LogFrames.GAP_LENGTH, GapEncoder.crc32cEncodingOffset());
    }

    /** Fills the rest of the file. */
    public void pad(long lastSequence) {
        int frameLength = limit - position;
        if (frameLength > 0) {
            paddingEncoder.wrapAndApplyHeader(scratch, LogFrames.SBE_HEADER, sbeHeader).lastSequence(lastSequence)
                    .crc32c(0);
            scratch.putInt(LogFrames.BLOCK + PaddingEncoder.BLOCK_LENGTH,
                    frameLength - LogFrames.PADDING_HEADER_LENGTH, ByteOrder.LITTLE_ENDIAN);
            control(LogFrames.PADDING_HEADER_LENGTH, frameLength, PaddingEncoder.crc32cEncodingOffset());
        }
    }

    /** Completes the frame in the scratch buffer and copies what is written of it. */
    private void control(int writtenLength, int frameLength, int checksumOffset) {
        SofhHeader.encode(scratch, 0, frameLength - SofhHeader.LENGTH, SofhHeader.SBE_LITTLE_ENDIAN);
        sbeHeader.wrap(scratch, LogFrames.SBE_HEADER).version(LogFrames.VERSION);
        crc.reset();
        crc.update(scratch.byteArray(), 0, writtenLength);
        scratch.putInt(LogFrames.BLOCK + checksumOffset, (int) crc.getValue(), ByteOrder.LITTLE_ENDIAN);
        bytes.write(position, scratch.byteArray(), 0, writtenLength);
        position += frameLength;
    }
}
