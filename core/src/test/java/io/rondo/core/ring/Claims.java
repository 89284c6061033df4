package io.rondo.core.ring;

/** Claims as offsets in the data region, which say more than addresses when they are wrong. */
final class Claims {
    private Claims() {}

    static long tryClaim(RecordWriter writer, Ring ring, int messageLength) {
        long address = writer.tryClaim(messageLength);
        return address == RecordWriter.FULL ? RecordWriter.FULL : address - ring.data().address();
    }
}
