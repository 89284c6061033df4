package io.rondo.client.log;

import io.rondo.codecs.control.GapReason;

/** Receives what a {@link FileScan} finds, in order. */
public interface ScanListener {
    /** A run of valid frames begins: the first one, or one behind damage. */
    default void onRun() {
        // Most listeners look at the runs when the scan has ended.
    }

    /** Called for each message of the run. */
    void onRecord(LogRecord record);

    /** Called for each gap that the file names. */
    void onGap(long firstSequence, long lastSequence, GapReason reason);

    /** Called for each valid mark. */
    default void onMark(int position, long nextSequence, long timestamp) {
        // Marks are of interest to the index alone.
    }

    /** Called now and then with the number of bytes that were scanned since the last call. */
    void onProgress(int bytes);
}
