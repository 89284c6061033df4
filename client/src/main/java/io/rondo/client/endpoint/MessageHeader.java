package io.rondo.client.endpoint;

import org.agrona.MutableDirectBuffer;

/** The bytes that a pattern puts before each payload. Confined to the publisher's thread. */
public interface MessageHeader {
    /** Returns the length in bytes. */
    int length();

    /** Writes the header at an offset. */
    void write(MutableDirectBuffer buffer, int offset);
}
