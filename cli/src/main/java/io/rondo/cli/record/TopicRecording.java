package io.rondo.cli.record;

import io.rondo.broker.log.recovery.RecoveredLog;
import io.rondo.broker.recording.Recorder;
import io.rondo.broker.recording.Recording;
import io.rondo.broker.thread.AgentThread;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.Quantity;
import java.nio.file.Path;

/** One topic that is recorded, on a thread of its own, with its reports. Confined to the thread of the command. */
final class TopicRecording implements AutoCloseable {
    private final Recording recording;
    private final RecordNotices notices;
    private final long firstSequence;
    private AgentThread thread;
    private boolean failureReported;

    TopicRecording(Recording recording, RecordNotices notices) {
        this.recording = recording;
        this.notices = notices;
        firstSequence = recording.nextSequence();
    }

    /** Reports where it records, and what was found there; then begins. */
    void start(Path directory, String durability) {
        RecoveredLog recovered = recording.recovered();
        recovered.damage().forEach(damage -> notices.print("lost sequences " + damage.firstSequence() + " to "
                + damage.lastSequence() + " of its log, see 'rondo log verify': " + damage.file() + ": "
                + damage.text()));
        recovered.cut()
                .forEach(cut -> notices.print("moved aside, because it was not synced and is not whole: " + cut));
        notices.print("recording to " + directory + " from sequence " + firstSequence + " on, durability "
                + durability);
        thread = new AgentThread(recording.recorder(), recording.recorder().idleStrategy());
    }

    Recording recording() {
        return recording;
    }

    boolean isRunning() {
        return thread != null && thread.isRunning();
    }

    boolean hasFailed() {
        return thread != null && thread.failure() != null;
    }

    /** Reports gaps, and the failure that ended the recording, once. */
    void report() {
        notices.reportGaps();
        if (hasFailed() && !failureReported) {
            failureReported = true;
            notices.print("is not recorded any more: " + ErrorReporter.describe(thread.failure()));
        }
    }

    void end() {
        if (thread != null) {
            thread.end();
        }
    }

    void join() {
        if (thread != null) {
            thread.join();
            report();
        }
    }

    /** Closes the log, and reports what was recorded. */
    @Override
    public void close() {
        recording.close();
        if (thread == null) {
            return;
        }
        Recorder recorder = recording.recorder();
        notices.print("recorded " + Quantity.of(recorder.recorded(), "message")
                + (recording.nextSequence() == firstSequence
                        ? ""
                        : ", sequences " + firstSequence + " to " + (recording.nextSequence() - 1))
                + (recorder.gaps() == 0
                        ? ", no gaps"
                        : ", " + recorder.missing() + " lost in " + Quantity.of(recorder.gaps(), "gap"))
                + (recorder.unmarked() == 0
                        ? ""
                        : ", " + recorder.unmarked() + " lost at the end, where the log has no room to state it"));
    }
}
