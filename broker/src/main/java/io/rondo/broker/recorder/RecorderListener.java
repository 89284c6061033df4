package io.rondo.broker.recorder;

import io.rondo.broker.log.LogAlarms;
import io.rondo.broker.log.recovery.RecoveryListener;
import io.rondo.client.log.GapHandler;
import io.rondo.client.log.LogException;

/**
 * Is told what an operator should see of a recording. The alarms arrive on the threads of the log's agents, the others on
 * the recorder's thread. Must not block.
 */
public interface RecorderListener extends LogAlarms, RecoveryListener, GapHandler {
    /**
     * The clock is behind the last message of the log by more than a second. Messages get the timestamp of that message
     * until the clock has caught up.
     *
     * @param nanos by how much, in nanoseconds
     */
    void onClockBehind(long nanos);

    /**
     * A file that is no longer to be kept cannot be deleted. It is tried again; called once until it succeeds.
     *
     * @param failure why
     */
    void onNotDeleted(LogException failure);
}
