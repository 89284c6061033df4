package io.rondo.broker.recording.topics;

import io.rondo.broker.health.Health;
import io.rondo.broker.recording.GapSummary;
import io.rondo.broker.recording.RecorderListener;
import io.rondo.broker.sequencer.log.LoggedAlarms;
import io.rondo.broker.sequencer.log.LoggedRecovery;
import io.rondo.client.log.LogException;
import io.rondo.codecs.control.GapReason;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Passes what a recorder reports to the system logger and to the alarms of the broker; gaps in sum. Thread-safe. */
final class RecordingNotices implements RecorderListener {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    private final String topic;
    private final Health health;
    private final LoggedAlarms alarms;
    private final LoggedRecovery recovery;
    private final GapSummary gaps = new GapSummary();

    RecordingNotices(String topic, Health health, LongConsumer syncTimes) {
        this.topic = topic;
        this.health = health;
        alarms = new LoggedAlarms(topic, false, health.alarms(), syncTimes);
        recovery = new LoggedRecovery(topic, health.recovery());
    }

    LoggedRecovery recovery() {
        return recovery;
    }

    /** Logs the gaps since the last call. */
    void reportGaps() {
        gaps.report(text -> LOG.log(Level.WARNING, "topic {0}: the recording {1}", topic, text));
    }

    /** Ends the alarms of the log, which is closed. */
    void end() {
        alarms.end();
    }

    @Override
    public void onGap(long firstSequence, long lastSequence, GapReason reason) {
        gaps.onGap(firstSequence, lastSequence, reason);
    }

    @Override
    public void onClockBehind(long nanos) {
        LOG.log(Level.WARNING,
                "topic {0}: the clock is {1,number,#} ms behind the last message of the log, whose timestamp new"
                        + " messages get until the clock has caught up: check the time of this host",
                topic, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    @Override
    public void onNotDeleted(RuntimeException failure) {
        alarms.onNotDeleted(failure);
    }

    @Override
    public void onDeletedAgain() {
        alarms.onDeletedAgain();
    }

    @Override
    public void onUnconfirmedDeleted(long firstSequence, long lastSequence) {
        // A recording has no durable subscriptions.
    }

    @Override
    public void onReadOnly(LogException failure) {
        alarms.onReadOnly(failure);
    }

    @Override
    public void onNoFile(LogException failure) {
        alarms.onNoFile(failure);
    }

    @Override
    public void onFileAgain() {
        alarms.onFileAgain();
    }

    @Override
    public void onSynced(long nanos) {
        alarms.onSynced(nanos);
    }

    @Override
    public void onSyncStalled(long nanos) {
        alarms.onSyncStalled(nanos);
    }

    @Override
    public void onSyncEnded() {
        alarms.onSyncEnded();
    }

    @Override
    public void onProgress(long doneBytes, long totalBytes) {
        recovery.onProgress(doneBytes, totalBytes);
    }
}
