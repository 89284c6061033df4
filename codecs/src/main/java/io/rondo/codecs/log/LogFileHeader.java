package io.rondo.codecs.log;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The first page of a log file. Little-endian.
 *
 * <pre>
 *      0  int64   magic, "RONDOLOG"
 *      8  int32   format version: the major one times 65,536, plus the minor one
 *     12  int32   length of this header, 4096
 *     16  int64   log id, random
 *     24  int64   base sequence
 *     32  int64   base timestamp, ns since the epoch
 *     40  int64   allocated length of the file
 *     48  int32   generation
 *     52  int32   schema id of the messages
 *     56  int32   version of that schema
 *     60  uint8   durability when the file was made: 0 memory, 1 os, 2 disk
 *     61  uint8   length of the channel's name
 *     62  64 B    the name, ASCII
 *    126  zeroes
 *   4092  uint32  CRC-32C of bytes 0 to 4091
 * </pre>
 *
 * @param logId random id of the log, not 0; the same in all its files
 * @param channel name of the channel, 1 to 64 bytes
 * @param name base sequence and generation
 * @param baseTimestamp no message of the file has a lower timestamp, and none of an earlier file a higher one
 * @param allocatedLength length of the file in bytes
 * @param schemaId SBE schema of the messages; 0 if none
 * @param schemaVersion version of that schema
 * @param durability code of the durability when the file was made
 */
public record LogFileHeader(long logId, String channel, LogFileName name, long baseTimestamp, long allocatedLength,
        int schemaId, int schemaVersion, int durability) {
    /** Bytes of the header; the frames begin behind it. */
    public static final int LENGTH = 4096;
    /** Longest log file in bytes. */
    public static final int MAX_FILE_LENGTH = 1 << 30;
    /** Version of the format that this code writes. */
    public static final int VERSION = 1 << 16;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final long MAGIC = 0x474F_4C4F_444E_4F52L;
    /** A magic with up to this many wrong bits is damaged, one with more is foreign. */
    private static final int MAX_DAMAGED_BITS = 2;
    private static final int VERSION_OFFSET = 8;
    private static final int HEADER_LENGTH_OFFSET = 12;
    private static final int LOG_ID = 16;
    private static final int BASE_SEQUENCE = 24;
    private static final int BASE_TIMESTAMP = 32;
    private static final int ALLOCATED_LENGTH = 40;
    private static final int GENERATION = 48;
    private static final int SCHEMA_ID = 52;
    private static final int SCHEMA_VERSION = 56;
    private static final int DURABILITY = 60;
    private static final int NAME_LENGTH = 61;
    private static final int NAME = 62;
    private static final int MAX_NAME_LENGTH = 64;
    private static final int CRC = LENGTH - Integer.BYTES;

    /** What a header page is. */
    public enum State {
        /** A header of this format. */
        VALID,
        /** Only zeroes: no header was ever written, or it did not reach the disk. */
        EMPTY,
        /** A header of this format by what it has of the magic, with a wrong checksum: damaged or torn. */
        DAMAGED,
        /** A header of a later major version. */
        NEWER,
        /** Something else. */
        FOREIGN
    }

    /**
     * Classifies a page.
     *
     * @param page a buffer that begins with the page, of any length
     */
    public static State state(DirectBuffer page) {
        if (page.capacity() < LENGTH) {
            return State.DAMAGED;
        }
        if (wrongMagicBits(page) > MAX_DAMAGED_BITS) {
            return State.FOREIGN;
        }
        if (page.getLong(0, ORDER) != MAGIC || page.getInt(CRC, ORDER) != crc(page) || !isInRange(page)) {
            return isZero(page) ? State.EMPTY : State.DAMAGED;
        }
        return page.getInt(VERSION_OFFSET, ORDER) >>> 16 > VERSION >>> 16 ? State.NEWER : State.VALID;
    }

    /** Counts no byte that is zero: a torn page may lack the beginning. */
    private static int wrongMagicBits(DirectBuffer page) {
        int bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            int is = page.getByte(i) & 0xFF;
            int expected = (int) (MAGIC >>> i * Byte.SIZE) & 0xFF;
            bits += is == 0 ? 0 : Integer.bitCount(is ^ expected);
        }
        return bits;
    }

    private static boolean isInRange(DirectBuffer page) {
        int nameLength = page.getByte(NAME_LENGTH);
        return page.getLong(BASE_SEQUENCE, ORDER) >= 1 && page.getInt(GENERATION, ORDER) >= 0 && nameLength >= 1
                && nameLength <= MAX_NAME_LENGTH;
    }

    private static boolean isZero(DirectBuffer page) {
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            if (page.getLong(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the log id that a page states, whatever its state; the page has at least {@link #LENGTH} bytes. */
    public static long logId(DirectBuffer page) {
        return page.getLong(LOG_ID, ORDER);
    }

    /** Returns the major format version that a page states. */
    public static int majorVersion(DirectBuffer page) {
        return page.getInt(VERSION_OFFSET, ORDER) >>> 16;
    }

    /**
     * Decodes a page.
     *
     * @param page a buffer that begins with a page in {@link #state} {@code VALID}
     */
    public static LogFileHeader decode(DirectBuffer page) {
        byte[] name = new byte[page.getByte(NAME_LENGTH)];
        page.getBytes(NAME, name);
        return new LogFileHeader(logId(page), new String(name, StandardCharsets.US_ASCII),
                new LogFileName(page.getLong(BASE_SEQUENCE, ORDER), page.getInt(GENERATION, ORDER)),
                page.getLong(BASE_TIMESTAMP, ORDER), page.getLong(ALLOCATED_LENGTH, ORDER),
                page.getInt(SCHEMA_ID, ORDER), page.getInt(SCHEMA_VERSION, ORDER), page.getByte(DURABILITY));
    }

    /**
     * Writes the page.
     *
     * @param page a buffer with at least {@link #LENGTH} zero bytes
     */
    public void encode(MutableDirectBuffer page) {
        byte[] bytes = channel.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < 1 || bytes.length > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("channel '" + channel + "' has " + bytes.length + " bytes: 1 to 64");
        }
        page.putLong(0, MAGIC, ORDER);
        page.putInt(VERSION_OFFSET, VERSION, ORDER);
        page.putInt(HEADER_LENGTH_OFFSET, LENGTH, ORDER);
        page.putLong(LOG_ID, logId, ORDER);
        page.putLong(BASE_SEQUENCE, name.baseSequence(), ORDER);
        page.putLong(BASE_TIMESTAMP, baseTimestamp, ORDER);
        page.putLong(ALLOCATED_LENGTH, allocatedLength, ORDER);
        page.putInt(GENERATION, name.generation(), ORDER);
        page.putInt(SCHEMA_ID, schemaId, ORDER);
        page.putInt(SCHEMA_VERSION, schemaVersion, ORDER);
        page.putByte(DURABILITY, (byte) durability);
        page.putByte(NAME_LENGTH, (byte) bytes.length);
        page.putBytes(NAME, bytes);
        page.putInt(CRC, crc(page), ORDER);
    }

    private static int crc(DirectBuffer page) {
        byte[] bytes = new byte[CRC];
        page.getBytes(0, bytes);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC);
        return (int) crc.getValue();
    }
}
