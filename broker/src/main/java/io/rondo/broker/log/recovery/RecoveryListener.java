package io.rondo.broker.log.recovery;

/** Is told how far recovery is. */
@FunctionalInterface
public interface RecoveryListener {
    /** Ignores progress. */
    RecoveryListener NONE = (done, total) -> {
        // Nothing to show.
    };

    /**
     * Called now and then, and at the end.
     *
     * @param doneBytes bytes that were read
     * @param totalBytes bytes to read
     */
    void onProgress(long doneBytes, long totalBytes);
}
