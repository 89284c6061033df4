package io.rondo.core.testkit;

import io.rondo.core.ring.Ring;
import io.rondo.core.ring.writer.RecordWriter;

/** Claims as offsets in the data region, which say more than addresses when they are wrong. */
public final class Claims {
    private Claims() {}

    public static long tryClaim(RecordWriter writer, Ring ring, int messageLength) {
        long address = writer.tryClaim(messageLength);
        return address == RecordWriter.FULL ? RecordWriter.FULL : address - ring.data().address();
    }
}
