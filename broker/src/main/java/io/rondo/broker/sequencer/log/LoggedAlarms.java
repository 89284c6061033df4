package io.rondo.broker.sequencer.log;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Alarms;
import io.rondo.broker.log.LogAlarms;
import io.rondo.broker.log.retention.RetentionAgent;
import io.rondo.client.log.LogException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Passes the alarms of a topic's log to the system logger and to the alarms of the broker.
 *
 * @param topic the name
 * @param blocking whether publishers wait while the log takes nothing
 * @param alarms of the broker
 * @param syncTimes gets the time of each sync, in nanoseconds
 */
public record LoggedAlarms(String topic, boolean blocking, Alarms alarms, LongConsumer syncTimes)
        implements
            LogAlarms,
            RetentionAgent.Listener {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    @Override
    public void onReadOnly(LogException failure) {
        raise(AlarmKind.READ_ONLY, failure);
    }

    @Override
    public void onNoFile(LogException failure) {
        raise(AlarmKind.NO_SPACE, failure);
    }

    @Override
    public void onSyncStalled(long nanos) {
        raise(AlarmKind.DISK_STALLED, "a sync of the log has run for " + TimeUnit.NANOSECONDS.toSeconds(nanos)
                + " s, because the disk does not answer: check the disk; "
                + (blocking ? "publishers wait" : "messages go on"));
    }

    @Override
    public void onSyncEnded() {
        if (alarms.clear(AlarmKind.DISK_STALLED, topic)) {
            LOG.log(Level.INFO, "topic {0}: the disk answers again", topic);
        }
    }

    private void raise(AlarmKind kind, LogException failure) {
        raise(kind, failure.getMessage() + "; "
                + (blocking ? "publishers wait" : "messages go on without being recorded"));
    }

    private void raise(AlarmKind kind, String text) {
        String message = "topic " + topic + ": " + text;
        if (alarms.raise(kind, topic, blocking, message)) {
            LOG.log(Level.ERROR, "{0}", message);
        }
    }

    @Override
    public void onFileAgain() {
        if (alarms.clear(AlarmKind.NO_SPACE, topic)) {
            LOG.log(Level.INFO, "topic {0}: the log has space again", topic);
        }
    }

    @Override
    public void onSynced(long nanos) {
        syncTimes.accept(nanos);
    }

    @Override
    public void onNotDeleted(RuntimeException failure) {
        String message = "topic " + topic + ": nothing is deleted and no position saved: " + failure.getMessage();
        if (alarms.raise(AlarmKind.HOUSEKEEPING, topic, false, message)) {
            LOG.log(Level.ERROR, "{0}", message);
        }
    }

    @Override
    public void onDeletedAgain() {
        alarms.clear(AlarmKind.HOUSEKEEPING, topic);
    }

    @Override
    public void onUnconfirmedDeleted(long firstSequence, long lastSequence) {
        LOG.log(Level.WARNING,
                "topic {0}: retention by size deleted messages {1,number,#} to {2,number,#}, which a durable"
                        + " subscription has not confirmed: keep more, or remove that subscription",
                topic, firstSequence, lastSequence);
    }

    /** Ends the alarms of a log that is closed. */
    public void end() {
        alarms.clear(AlarmKind.READ_ONLY, topic);
        alarms.clear(AlarmKind.NO_SPACE, topic);
        alarms.clear(AlarmKind.HOUSEKEEPING, topic);
        alarms.clear(AlarmKind.DISK_STALLED, topic);
    }
}
