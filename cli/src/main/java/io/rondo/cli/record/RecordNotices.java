package io.rondo.cli.record;

import io.rondo.broker.recorder.RecorderListener;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.Quantity;
import io.rondo.client.log.LogException;
import io.rondo.codecs.control.GapReason;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** Reports on standard error what happens to the recording of one topic; gaps in sum, when asked. Thread-safe. */
final class RecordNotices implements RecorderListener {
    private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MEBIBYTE_SHIFT = 20;

    private final CommandLine command;
    private final String topic;
    private final Map<GapReason, Long> lost = new TreeMap<>();
    private long lastSequence;
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
    public synchronized void onGap(long firstSequence, long lastSequence, GapReason reason) {
        lost.merge(reason, lastSequence - firstSequence + 1, Long::sum);
        this.lastSequence = lastSequence;
    }

    /** Prints the gaps since the last call. */
    synchronized void reportGaps() {
        lost.forEach((reason, count) -> print("lost " + Quantity.of(count, "message")
                + " up to sequence " + lastSequence + ": " + describe(reason)));
        lost.clear();
    }

    private static String describe(GapReason reason) {
        return switch (reason) {
            case LAPPED ->
                "the producer overwrote them before they were recorded; use a larger --capacity for the topic";
            case NO_SPACE -> "the disk was full";
            case NOT_WRITTEN -> "no recorder ran when they were published";
            default -> reason.name().toLowerCase(Locale.ROOT);
        };
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
