package io.rondo.core.buffer;

import java.nio.ByteOrder;
import org.agrona.AsciiEncoding;
import org.agrona.AsciiNumberFormatException;
import org.agrona.MutableDirectBuffer;

/** Decimal numbers in ASCII, on top of a buffer's plain accessors. A put writes all of a number or nothing. */
interface AsciiNumbers extends MutableDirectBuffer {
    @Override
    default int parseNaturalIntAscii(int index, int length) {
        return (int) parse(index, length, Kind.NATURAL_INT);
    }

    @Override
    default long parseNaturalLongAscii(int index, int length) {
        return parse(index, length, Kind.NATURAL_LONG);
    }

    @Override
    default int parseIntAscii(int index, int length) {
        return (int) parse(index, length, Kind.INT);
    }

    @Override
    default long parseLongAscii(int index, int length) {
        return parse(index, length, Kind.LONG);
    }

    @Override
    default int putNaturalIntAscii(int index, int value) {
        return putNaturalLongAscii(index, value);
    }

    @Override
    default int putIntAscii(int index, int value) {
        return putLongAscii(index, value);
    }

    @Override
    default int putNaturalLongAscii(int index, long value) {
        requireNatural(value);
        return putLongAscii(index, value);
    }

    @Override
    default int putLongAscii(int index, long value) {
        int sign = value < 0 ? 1 : 0;
        // Long.MIN_VALUE has no absolute value, and as many digits as the largest value.
        int length = sign + AsciiEncoding.digitCount(value == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(value));
        boundsCheck(index, length);
        if (value < 0) {
            putByte(index, AsciiEncoding.MINUS_SIGN);
        }
        putDigits(index + sign, index + length, value);
        return length;
    }

    @Override
    default void putNaturalPaddedIntAscii(int offset, int length, int value) {
        requireNatural(value);
        boundsCheck(offset, length);
        if (putDigits(offset, offset + length, value) != 0) {
            throw new NumberFormatException("Cannot write " + value + " in " + length + " bytes");
        }
    }

    /** As in Agrona, zero is written without a digit, but needs the space of one. */
    @Override
    default int putNaturalIntAsciiFromEnd(int value, int endExclusive) {
        requireNatural(value);
        int length = AsciiEncoding.digitCount(value);
        int start = endExclusive - length;
        boundsCheck(start, length);
        if (value == 0) {
            return endExclusive;
        }
        putDigits(start, endExclusive, value);
        return start;
    }

    /** Fills a range with the last digits of a value, without its sign, and returns the rest of the value. */
    private long putDigits(int start, int end, long value) {
        long rest = value;
        for (int i = end - 1; i >= start; i--) {
            putByte(i, (byte) (AsciiEncoding.ZERO + Math.abs(rest % 10)));
            rest /= 10;
        }
        return rest;
    }

    private long parse(int index, int length, Kind kind) {
        boundsCheck(index, length);
        if (length == 0) {
            throw new AsciiNumberFormatException("empty string: index=" + index + " length=" + length);
        }
        boolean negative = kind.signed && getByte(index) == AsciiEncoding.MINUS_SIGN;
        int start = negative ? index + 1 : index;
        int end = index + length;
        if (end - start > kind.maxDigits) {
            throw overflow(index, length, kind);
        }
        long tally = 0;
        int i = start;
        for (long octet; end - i >= 8
                && AsciiEncoding.isEightDigitAsciiEncodedNumber(octet = getLong(i, ByteOrder.LITTLE_ENDIAN)); i += 8) {
            tally = tally * 100_000_000L + AsciiEncoding.parseEightDigitsLittleEndian(octet);
        }
        for (byte digit; i < end && AsciiEncoding.isDigit(digit = getByte(i)); i++) {
            tally = tally * 10 + (digit - AsciiEncoding.ZERO);
        }
        if (i != end || start == end) {
            throw new AsciiNumberFormatException(
                    "error parsing " + kind.typeName + ": " + getStringWithoutLengthAscii(index, length));
        }
        // 19 digits fit an unsigned long, and so does the negative limit, which is one more than the positive one.
        if (Long.compareUnsigned(tally, negative ? kind.max + 1 : kind.max) > 0) {
            throw overflow(index, length, kind);
        }
        return negative ? -tally : tally;
    }

    private AsciiNumberFormatException overflow(int index, int length, Kind kind) {
        return new AsciiNumberFormatException(
                kind.typeName + " overflow parsing: " + getStringWithoutLengthAscii(index, length));
    }

    private static void requireNatural(long value) {
        if (value < 0) {
            throw new IllegalArgumentException(value + " is negative: a natural number is 0 or more");
        }
    }

    /** The type of a parsed number, with its limits. */
    enum Kind {
        NATURAL_INT("int", false, AsciiEncoding.INT_MAX_DIGITS, Integer.MAX_VALUE),
        NATURAL_LONG("long", false, AsciiEncoding.LONG_MAX_DIGITS, Long.MAX_VALUE),
        INT("int", true, AsciiEncoding.INT_MAX_DIGITS, Integer.MAX_VALUE),
        LONG("long", true, AsciiEncoding.LONG_MAX_DIGITS, Long.MAX_VALUE);

        private final String typeName;
        private final boolean signed;
        private final int maxDigits;
        private final long max;

        Kind(String typeName, boolean signed, int maxDigits, long max) {
            this.typeName = typeName;
            this.signed = signed;
            this.maxDigits = maxDigits;
            this.max = max;
        }
    }
}
