package io.rondo.perf.worker;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Messages of one length: the intended send time, then a {@link Payload}. */
final class TimedPayload implements TimedMessages {
    private final Payload payload;

    /**
     * Prepares messages of one length.
     *
     * @param length in bytes, including the time
     */
    TimedPayload(int length) {
        payload = new Payload(length - Long.BYTES);
    }

    @Override
    public int length(long n) {
        return Long.BYTES + payload.length();
    }

    @Override
    public void write(MutableDirectBuffer buffer, int offset, long n, long time) {
        buffer.putLong(offset, time);
        payload.write(buffer, offset + Long.BYTES, n);
    }

    @Override
    public void verify(DirectBuffer buffer, int offset, int size, long n) {
        payload.verify(buffer, offset + Long.BYTES, size - Long.BYTES, n);
    }
}
