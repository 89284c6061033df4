package io.rondo.broker.log;

import io.rondo.client.log.LogException;

/** Is told what an operator must see: failures, and how long syncs take. Called on the threads of the log's agents; must not block. */
public interface LogAlarms {
    /** Ignores all alarms. */
    LogAlarms NONE = new LogAlarms() {
        @Override
        public void onReadOnly(LogException failure) {
            // The log is read-only from now on, which each append reports.
        }

        @Override
        public void onNoFile(LogException failure) {
            // Append reports it.
        }

        @Override
        public void onFileAgain() {
            // Append reports it.
        }
    };

    /**
     * The log became read-only, because a sync failed or a file could not be renamed. It stays so until it is opened again.
     *
     * @param failure what failed
     */
    void onReadOnly(LogException failure);

    /**
     * The next file cannot be made, usually because the disk is full. It is tried again until it can. Called once until
     * {@link #onFileAgain}.
     *
     * @param failure why
     */
    void onNoFile(LogException failure);

    /** The next file could be made, after {@link #onNoFile}. */
    void onFileAgain();

    /**
     * A sync has ended.
     *
     * @param nanos the time that it took, in nanoseconds
     */
    default void onSynced(long nanos) {
        // Of interest where times are collected.
    }

    /**
     * {@link io.rondo.broker.log.writer.Syncer#STALLED_CHECKS} checks have found one sync running. Called again and again until it
     * ends, by the thread that calls {@link io.rondo.broker.log.writer.Syncer#checkStall}.
     *
     * @param nanos the time that it has taken so far, in nanoseconds
     */
    default void onSyncStalled(long nanos) {
        // The running sync is a figure of the log.
    }

    /** The sync that {@link #onSyncStalled} reported has ended. Called by the same thread. */
    default void onSyncEnded() {
        // The running sync is a figure of the log.
    }
}
