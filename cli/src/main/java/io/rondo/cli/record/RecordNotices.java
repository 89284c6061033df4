package io.rondo.cli.record;

import io.rondo.broker.recording.GapSummary;
import io.rondo.broker.recording.RecorderListener;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.client.log.LogException;
import io.rondo.codecs.control.GapReason;
import java.time.Duration;
import picocli.CommandLine;

/** Reports on standard error what happens to the recording of one topic; gaps in sum, when asked. Thread-safe. */
final class RecordNotices implements RecorderListener {
    private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MEBIBYTE_SHIFT = 20;

    private final CommandLine command;
    private final String topic;
    private final GapSummary gaps = new GapSummary();
    private long progressDue = System.nanoTime() + PROGRESS_NANOS;

    RecordNotices(CommandLine command, String topic) {
        this.command = command;
        this.topic = topic;
    }

    /** Prints one line. */
    void print(String text) {
        ErrorReporter.print(command, "topic " + topic + ": " + text);
    }

    @Override
    public void onGap(long firstSequence, long lastSequence, GapReason reason) {
        gaps.onGap(firstSequence, lastSequence, reason);
    }

    /** Prints the gaps since the last call. */
    void reportGaps() {
        gaps.report(this::print);
    }

    @Override
    public void onClockBehind(long nanos) {
        print("the clock is " + Duration.ofNanos(nanos).toMillis() + " ms behind the last message of the log, whose"
                + " timestamp new messages get until the clock has caught up: check the time of this host");
    }

    @Override
    public void onNotDeleted(RuntimeException failure) {
        print("an old file remains: " + failure.getMessage());
    }

    @Override
    public void onDeletedAgain() {
        print("old files are deleted again");
    }

    @Override
    public void onUnconfirmedDeleted(long firstSequence, long lastSequence) {
        // A log that this command writes has no durable subscriptions.
    }

    @Override
    public void onReadOnly(LogException failure) {
        print("the log is read-only: " + failure.getMessage());
    }

    @Override
    public void onNoFile(LogException failure) {
        print("messages are not recorded when the present file is full: " + failure.getMessage());
    }

    @Override
    public void onFileAgain() {
        print("there is space again, recording goes on");
    }

    @Override
    public void onProgress(long doneBytes, long totalBytes) {
        long now = System.nanoTime();
        if (now - progressDue >= 0 && doneBytes < totalBytes) {
            progressDue = now + PROGRESS_NANOS;
            print("checked " + (doneBytes >> MEBIBYTE_SHIFT) + " of " + (totalBytes >> MEBIBYTE_SHIFT)
                    + " MiB of its log");
        }
    }
}
