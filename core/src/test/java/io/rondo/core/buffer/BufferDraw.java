package io.rondo.core.buffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Random arguments for a buffer of a given capacity: mostly valid, now and then at or beyond an edge. */
final class BufferDraw {
    /** Size of other buffers and arrays that take part. */
    static final int OTHER = 64;

    final Random random;
    private final int capacity;

    BufferDraw(long seed, int capacity) {
        random = new Random(seed);
        this.capacity = capacity;
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    int index(int size) {
        return index(size, capacity);
    }

    int index(int size, int within) {
        if (oneIn(10)) {
            return any(new Integer[]{-1, -4, -size, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 3, within,
                within - size, within - size + 1, within + 1, 0});
        }
        return random.nextInt(Math.max(1, within - size + 1));
    }

    /** An index that a growing buffer cannot take as a wish to be gigantic. */
    int nearIndex(int size) {
        return oneIn(10) ? any(new Integer[]{-1, OTHER, OTHER - size + 1}) : random.nextInt(OTHER - size + 1);
    }

    int length() {
        if (oneIn(12)) {
            return any(new Integer[]{-1, -4, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 3, capacity,
                capacity + 1});
        }
        return nearLength();
    }

    int nearLength() {
        return random.nextInt(OTHER * 3 / 4);
    }

    ByteOrder order() {
        return random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    byte[] bytes() {
        byte[] bytes = new byte[OTHER];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Heap or direct, sliced or not, limited or not, in either order. */
    ByteBuffer byteBuffer() {
        byte[] content = bytes();
        ByteBuffer whole = random.nextBoolean() ? ByteBuffer.allocate(OTHER + 8) : ByteBuffer.allocateDirect(OTHER + 8);
        ByteBuffer buffer = random.nextBoolean() ? whole.slice(5, OTHER) : whole;
        buffer.put(0, content).order(order()).position(random.nextInt(OTHER));
        if (oneIn(3)) {
            buffer.limit(buffer.position() + random.nextInt(buffer.capacity() - buffer.position()));
        }
        return buffer;
    }

    String text() {
        if (oneIn(12)) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(24); i > 0; i--) {
            text.appendCodePoint(oneIn(6)
                    ? any(new Integer[]{0x7f, 0x80, 0xe9, 0x20ac, 0x1f600, 0xd800})
                    : 32
                            + random.nextInt(95));
        }
        return text.toString();
    }

    int naturalInt() {
        return (int) naturalLong() & Integer.MAX_VALUE;
    }

    long naturalLong() {
        return Math.max(0, Math.abs(anyLong()));
    }

    /** Every number of digits alike, and the neighbours of powers of ten and of the limits. */
    long anyLong() {
        if (oneIn(4)) {
            return any(new Long[]{0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1,
                (long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE, 1L << 31, 1L << 32});
        }
        if (oneIn(3)) {
            return (long) Math.pow(10, random.nextInt(19)) - random.nextInt(2);
        }
        return random.nextLong() >> random.nextInt(64);
    }

    /** Numbers, numbers with faults, and numbers just beyond the limits. */
    String number() {
        String digits = Long.toString(anyLong());
        return switch (random.nextInt(8)) {
            case 0 -> any(new String[]{"", "-", "--1", "+1", "9223372036854775808", "-9223372036854775809",
                "2147483648",
                "-2147483649", "9999999999999999999", "99999999999999999999", "00000000001", "-00000000000000000000"});
            case 1 -> "0".repeat(random.nextInt(12)) + digits;
            case 2 -> {
                int at = random.nextInt(digits.length());
                yield digits.substring(0, at) + any(new String[]{"/", ":", " ", "-", "x"}) + digits.substring(at);
            }
            case 3 -> Integer.toString(naturalInt());
            default -> digits;
        };
    }
}
