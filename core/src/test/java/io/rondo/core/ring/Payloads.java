package io.rondo.core.ring;

import io.rondo.core.layout.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Random payloads: half of them consist of words that look like record headers. */
final class Payloads {
    private Payloads() {}

    static byte[] random(SplittableRandom random, int length) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        if (random.nextBoolean()) {
            ByteBuffer words = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
            while (words.remaining() >= Long.BYTES) {
                words.putLong(header(random));
            }
        }
        return payload;
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
