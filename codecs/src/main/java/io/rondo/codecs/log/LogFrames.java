package io.rondo.codecs.log;

import io.rondo.codecs.control.DataEncoder;
import io.rondo.codecs.control.GapEncoder;
import io.rondo.codecs.control.GroupMarkEncoder;
import io.rondo.codecs.control.MessageHeaderEncoder;
import io.rondo.codecs.control.PaddingEncoder;
import io.rondo.codecs.sofh.SofhHeader;

/**
 * Offsets and lengths of the frames of a log file, counted from the first byte of a frame.
 *
 * <pre>
 *   SOFH header, 6 bytes | SBE header, 8 bytes | block | length of the payload, 4 bytes | payload
 * </pre>
 *
 * GroupMark and Gap end with their block.
 */
public final class LogFrames {
    /** Offset of the SBE header. */
    public static final int SBE_HEADER = SofhHeader.LENGTH;
    /** Offset of the block. */
    public static final int BLOCK = SBE_HEADER + MessageHeaderEncoder.ENCODED_LENGTH;
    /** Bytes of a Data frame before its payload. */
    public static final int DATA_HEADER_LENGTH = BLOCK + DataEncoder.BLOCK_LENGTH + DataEncoder.payloadHeaderLength();
    /** Bytes of a Padding frame before its filler; the shortest Padding frame. */
    public static final int PADDING_HEADER_LENGTH = BLOCK + PaddingEncoder.BLOCK_LENGTH
            + PaddingEncoder.fillerHeaderLength();
    /** Bytes of a GroupMark frame. */
    public static final int MARK_LENGTH = BLOCK + GroupMarkEncoder.BLOCK_LENGTH;
    /** Bytes of a Gap frame. */
    public static final int GAP_LENGTH = BLOCK + GapEncoder.BLOCK_LENGTH;
    /** First pattern of a GroupMark. */
    public static final long PATTERN_1 = 0x3c96_a5c3_f00f_5a69L;
    /** Second pattern of a GroupMark. */
    public static final long PATTERN_2 = 0x9e37_79b9_7f4a_7c15L;
    /**
     * Bytes of frames after which the next frame is a GroupMark, if none came before. So a scan finds its place again
     * behind a damaged record, and the index has a mark to point to.
     */
    public static final int MARK_INTERVAL = 64 << 10;
    /** Longest message in bytes: what the length field allows. */
    public static final int MAX_PAYLOAD_LENGTH = 1 << 28;
    /** Version of the session's schema in which frames of a log are written. */
    public static final int VERSION = 1;

    private LogFrames() {}

    /** Returns the SBE header of a message of this schema version as one little-endian word. */
    public static long sbeHeader(int blockLength, int templateId) {
        return blockLength | (long) templateId << 16 | (long) DataEncoder.SCHEMA_ID << 32
                | (long) VERSION << 48;
    }
}
