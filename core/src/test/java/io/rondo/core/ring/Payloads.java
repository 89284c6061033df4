package io.rondo.core.ring;

import io.rondo.core.layout.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random payloads: half of them consist of words that look like record headers. Each is a part of a sequence that is made
 * once, from a random word of it on, because long payloads take longer to make than to publish. The random start makes
 * payloads of the same length differ.
 */
final class Payloads {
    private static final int WORDS = 2 * RecordLayout.LONG / Long.BYTES;
    private static final byte[] BYTES = new byte[WORDS * Long.BYTES];
    private static final byte[] HEADERS = new byte[WORDS * Long.BYTES];

    static {
        SplittableRandom random = new SplittableRandom(0);
        random.nextBytes(BYTES);
        ByteBuffer words = ByteBuffer.wrap(HEADERS).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            words.putLong(header(random));
        }
    }

    private Payloads() {}

    static byte[] random(SplittableRandom random, int length) {
        int first = random.nextInt(WORDS - length / Long.BYTES) * Long.BYTES;
        return Arrays.copyOfRange(random.nextBoolean() ? HEADERS : BYTES, first, first + length);
    }

    private static long header(SplittableRandom random) {
        int length = random.nextInt(200);
        return switch (random.nextInt(3)) {
            case 0 -> RecordLayout.committed(length);
            case 1 -> RecordLayout.padding(RecordLayout.recordLength(length));
            default -> RecordLayout.claimed(length, random.nextInt(4));
        };
    }
}
