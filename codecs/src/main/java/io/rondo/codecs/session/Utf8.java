package io.rondo.codecs.session;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts to UTF-8 without allocating, and strictly back. */
final class Utf8 {
    private Utf8() {}

    /** Writes as many whole characters as there is room for, from index 0; half a surrogate pair becomes '?'. */
    static int encode(String text, byte[] to) {
        int written = 0;
        int next = 0;
        while (next < text.length()) {
            int codePoint = text.codePointAt(next);
            next += Character.charCount(codePoint);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                codePoint = '?';
            }
            int length = encodedLength(codePoint);
            if (length > to.length - written) {
                return written;
            }
            put(codePoint, length, to, written);
            written += length;
        }
        return written;
    }

    /** Reads a text that is wholly valid. */
    static String decode(byte[] bytes, String field) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            int at = in.position();
            throw new SessionException(field + " is not valid UTF-8: 0x"
                    + Integer.toHexString(bytes[at] & 0xFF) + " at byte " + at + " of " + bytes.length);
        }
    }

    private static int encodedLength(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    private static void put(int codePoint, int length, byte[] to, int at) {
        if (length == 1) {
            to[at] = (byte) codePoint;
            return;
        }
        int rest = codePoint;
        for (int i = length - 1; i > 0; i--) {
            to[at + i] = (byte) (0x80 | rest & 0x3F);
            rest >>>= 6;
        }
        // As many ones as there are bytes, then a zero, then the bits that are left.
        to[at] = (byte) (0xF00 >>> length | rest);
    }
}
