package io.rondo.cli.format;

import java.io.IOException;
import org.agrona.DirectBuffer;

/** Reads messages from an input in one format, without allocating per message. Confined to one thread. */
public interface MessageReader {
    /** Returned by {@link #next()} when the input has ended. */
    int END = -1;

    /**
     * Moves to the next message.
     *
     * @return its length in bytes, from 0; or {@link #END}
     * @throws FormatException if the input is not of this format, or the message is too long
     * @throws IOException if the input cannot be read
     */
    int next() throws IOException;

    /**
     * The buffer with the current message, valid until {@link #next()} is called again.
     *
     * @return the buffer; not always the same one
     */
    DirectBuffer buffer();

    /**
     * Index of the first byte of the current message.
     *
     * @return index in {@link #buffer()}
     */
    int offset();

    /**
     * Numbers of messages and of skipped packets, for formats that skip packets.
     *
     * @return one line of text; empty if nothing was read yet, or every byte belongs to a message
     */
    default String summary() {
        return "";
    }
}
