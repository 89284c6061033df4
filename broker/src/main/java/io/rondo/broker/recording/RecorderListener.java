package io.rondo.broker.recording;

import io.rondo.broker.log.LogAlarms;
import io.rondo.broker.log.recovery.RecoveryListener;
import io.rondo.broker.log.retention.RetentionAgent;
import io.rondo.client.log.GapHandler;

/**
 * Is told what an operator should see of a recording. The alarms arrive on the threads of the log's agents, the others on
 * the recorder's thread. Must not block.
 */
public interface RecorderListener extends LogAlarms, RecoveryListener, GapHandler, RetentionAgent.Listener {
    /**
     * The clock is behind the last message of the log by more than a second. Messages get the timestamp of that message
     * until the clock has caught up.
     *
     * @param nanos by how much, in nanoseconds
     */
    void onClockBehind(long nanos);
}
