package io.rondo.core.buffer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import org.agrona.LangUtil;
import org.agrona.MutableDirectBuffer;

/**
 * Strings in ASCII and UTF-8, alone or after an int that holds their length in bytes, on top of a buffer's plain
 * accessors. A length read from memory is checked against the buffer before anything is allocated for it. A put writes
 * all of a string or nothing.
 */
interface Strings extends MutableDirectBuffer {
    @Override
    default String getStringAscii(int index) {
        return getStringAscii(index, getInt(index));
    }

    @Override
    default String getStringAscii(int index, ByteOrder byteOrder) {
        return getStringAscii(index, getInt(index, byteOrder));
    }

    @Override
    default String getStringAscii(int index, int length) {
        return getStringWithoutLengthAscii(index + STR_HEADER_LEN, length);
    }

    @Override
    default String getStringWithoutLengthAscii(int index, int length) {
        return decode(index, length, US_ASCII);
    }

    @Override
    default int getStringAscii(int index, Appendable appendable) {
        return getStringWithoutLengthAscii(index + STR_HEADER_LEN, getInt(index), appendable);
    }

    @Override
    default int getStringAscii(int index, Appendable appendable, ByteOrder byteOrder) {
        return getStringWithoutLengthAscii(index + STR_HEADER_LEN, getInt(index, byteOrder), appendable);
    }

    @Override
    default int getStringAscii(int index, int length, Appendable appendable) {
        boundsCheck(index, length + STR_HEADER_LEN);
        return append(index + STR_HEADER_LEN, length, appendable);
    }

    @Override
    default int getStringWithoutLengthAscii(int index, int length, Appendable appendable) {
        boundsCheck(index, length);
        return append(index, length, appendable);
    }

    @Override
    default int putStringAscii(int index, String value) {
        return putStringAscii(index, (CharSequence) value);
    }

    @Override
    default int putStringAscii(int index, CharSequence value) {
        return putStringAscii(index, value, ByteOrder.nativeOrder());
    }

    @Override
    default int putStringAscii(int index, String value, ByteOrder byteOrder) {
        return putStringAscii(index, (CharSequence) value, byteOrder);
    }

    /** A null is written as an empty string. */
    @Override
    default int putStringAscii(int index, CharSequence value, ByteOrder byteOrder) {
        int length = value == null ? 0 : value.length();
        boundsCheck(index, length + STR_HEADER_LEN);
        putInt(index, length, byteOrder);
        return STR_HEADER_LEN + putStringWithoutLengthAscii(index + STR_HEADER_LEN, value, 0, length);
    }

    @Override
    default int putStringWithoutLengthAscii(int index, String value) {
        return putStringWithoutLengthAscii(index, value, 0, Integer.MAX_VALUE);
    }

    @Override
    default int putStringWithoutLengthAscii(int index, CharSequence value) {
        return putStringWithoutLengthAscii(index, value, 0, Integer.MAX_VALUE);
    }

    @Override
    default int putStringWithoutLengthAscii(int index, String value, int valueOffset, int length) {
        return putStringWithoutLengthAscii(index, (CharSequence) value, valueOffset, length);
    }

    /** A null is written as nothing. */
    @Override
    default int putStringWithoutLengthAscii(int index, CharSequence value, int valueOffset, int length) {
        if (value == null) {
            return 0;
        }
        int written = Math.min(value.length() - valueOffset, length);
        boundsCheck(index, written);
        for (int i = 0; i < written; i++) {
            putByte(index + i, (byte) orQuestionMark(value.charAt(valueOffset + i)));
        }
        return written;
    }

    @Override
    default String getStringUtf8(int index) {
        return getStringUtf8(index, getInt(index));
    }

    @Override
    default String getStringUtf8(int index, ByteOrder byteOrder) {
        return getStringUtf8(index, getInt(index, byteOrder));
    }

    @Override
    default String getStringUtf8(int index, int length) {
        return getStringWithoutLengthUtf8(index + STR_HEADER_LEN, length);
    }

    @Override
    default String getStringWithoutLengthUtf8(int index, int length) {
        return decode(index, length, UTF_8);
    }

    @Override
    default int putStringUtf8(int index, String value) {
        return putStringUtf8(index, value, Integer.MAX_VALUE);
    }

    @Override
    default int putStringUtf8(int index, String value, ByteOrder byteOrder) {
        return putStringUtf8(index, value, byteOrder, Integer.MAX_VALUE);
    }

    @Override
    default int putStringUtf8(int index, String value, int maxEncodedLength) {
        return putStringUtf8(index, value, ByteOrder.nativeOrder(), maxEncodedLength);
    }

    @Override
    default int putStringUtf8(int index, String value, ByteOrder byteOrder, int maxEncodedLength) {
        byte[] bytes = encode(value);
        if (bytes.length > maxEncodedLength) {
            throw new IllegalArgumentException("Encoded string of " + bytes.length
                    + " bytes larger than maximum size: " + maxEncodedLength);
        }
        boundsCheck(index, STR_HEADER_LEN + bytes.length);
        putInt(index, bytes.length, byteOrder);
        putBytes(index + STR_HEADER_LEN, bytes);
        return STR_HEADER_LEN + bytes.length;
    }

    @Override
    default int putStringWithoutLengthUtf8(int index, String value) {
        byte[] bytes = encode(value);
        putBytes(index, bytes);
        return bytes.length;
    }

    private String decode(int index, int length, Charset charset) {
        boundsCheck(index, length);
        byte[] bytes = new byte[length];
        getBytes(index, bytes);
        return new String(bytes, charset);
    }

    /** As Agrona has it, a null becomes the word. */
    private static byte[] encode(String value) {
        return String.valueOf(value).getBytes(UTF_8);
    }

    private int append(int index, int length, Appendable appendable) {
        try {
            for (int i = index; i < index + length; i++) {
                appendable.append(orQuestionMark((char) getByte(i)));
            }
        } catch (IOException e) {
            LangUtil.rethrowUnchecked(e);
        }
        return length;
    }

    private static char orQuestionMark(char c) {
        return c > 127 ? '?' : c;
    }
}
