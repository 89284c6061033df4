package io.rondo.perf.soak;

import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A message with its producer, incarnation, sequence and checksum.
 *
 * <pre>
 *   0  producer (int32)   4  incarnation (int32)   8  sequence, from 1 (int64)
 *  16  CRC-32C of all else (int32)                20  payload
 * </pre>
 */
final class SoakMessage {
    static final int SHORTEST = 20;
    static final int LONGEST = 1024;

    private static final int INCARNATION = 4;
    private static final int SEQUENCE = 8;
    private static final int CHECKSUM = 16;
    private static final int GOLDEN = 0x9E3779B9;

    private final CRC32C crc = new CRC32C();
    private final byte[] bytes = new byte[LONGEST];

    /** The length of a message; it varies with the sequence. */
    static int length(long sequence) {
        return SHORTEST + Math.floorMod(sequence * GOLDEN >> 8, LONGEST - SHORTEST + 1);
    }

    /** Writes a message of {@link #length}. */
    void write(MutableDirectBuffer buffer, int offset, int producer, int incarnation, long sequence) {
        int length = length(sequence);
        buffer.putInt(offset, producer);
        buffer.putInt(offset + INCARNATION, incarnation);
        buffer.putLong(offset + SEQUENCE, sequence);
        for (int i = SHORTEST; i < length; i++) {
            bytes[i] = (byte) (sequence + i * GOLDEN);
        }
        buffer.putBytes(offset + SHORTEST, bytes, SHORTEST, length - SHORTEST);
        buffer.putInt(offset + CHECKSUM, checksum(buffer, offset, length));
    }

    boolean isWhole(DirectBuffer buffer, int offset, int length) {
        return length >= SHORTEST && length <= LONGEST && length == length(sequence(buffer, offset))
                && buffer.getInt(offset + CHECKSUM) == checksum(buffer, offset, length);
    }

    private int checksum(DirectBuffer buffer, int offset, int length) {
        buffer.getBytes(offset, bytes, 0, length);
        crc.reset();
        crc.update(bytes, 0, CHECKSUM);
        crc.update(bytes, SHORTEST, length - SHORTEST);
        return (int) crc.getValue();
    }

    static int producer(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset);
    }

    static int incarnation(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INCARNATION);
    }

    static long sequence(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + SEQUENCE);
    }
}
