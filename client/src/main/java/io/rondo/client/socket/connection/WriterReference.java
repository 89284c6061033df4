package io.rondo.client.socket.connection;

import java.lang.invoke.VarHandle;

/** Refers to the writer of the current connection, for a thread that appends frames while connections change. */
public final class WriterReference {
    private volatile FrameWriter current;

    /** Loop: sets the writer, before it checks for appended frames. */
    public void open(FrameWriter writer) {
        current = writer;
    }

    /** Loop: there is no connection. */
    public void close() {
        current = null;
    }

    /** Any thread: ensures that all frames appended before this call are sent, now or by the next connection. */
    public void flush() {
        FrameWriter writer = current;
        if (writer == null) {
            // Orders the append before the second load. open() stores the writer before the loop checks for appended
            // frames.
            VarHandle.fullFence();
            writer = current;
        }
        if (writer != null) {
            writer.flush();
        }
    }
}
