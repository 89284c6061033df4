package io.rondo.core.ring;

import org.agrona.DirectBuffer;

/** Receives messages in place. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * Called once per message.
     *
     * @param buffer read-only view, bounded to this message and valid until this method returns
     * @param offset index of the first byte
     * @param length in bytes, from 0
     */
    void onMessage(DirectBuffer buffer, int offset, int length);
}
