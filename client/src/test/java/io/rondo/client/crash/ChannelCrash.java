package io.rondo.client.crash;

import io.rondo.client.Rondo;
import io.rondo.client.crash.CrashStep.Moment;
import io.rondo.client.crash.CrashStep.Trait;
import io.rondo.client.process.StepConsumerMain;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A publisher or subscriber that dies at a step, and the others of its channel. */
abstract class ChannelCrash implements Crash {
    private final CrashStep step;
    private final Path progressFile;
    private final Rondo rondo;
    private final CrashedChannel channel;

    /**
     * Connects to a directory.
     *
     * @param channel the name of its channel
     * @param directory in which the crash makes a directory of its own, in shared memory
     * @param files a directory for what the participant notes
     */
    ChannelCrash(CrashStep step, String channel, Path directory, Path files) throws IOException {
        this.step = step;
        Path own = Files.createTempDirectory(directory, "step-");
        progressFile = Files.createTempFile(files, "progress-", null);
        rondo = CrashChannel.connect(own);
        this.channel = new CrashedChannel(own, channel, rondo);
    }

    CrashStep step() {
        return step;
    }

    CrashedChannel channel() {
        return channel;
    }

    Path progressFile() {
        return progressFile;
    }

    LongBuffer progress() throws IOException {
        return StepConsumerMain.map(progressFile);
    }

    @Override
    public final boolean succeedsTheDead() {
        return step.is(Trait.SUCCEEDS_THE_DEAD);
    }

    /** Lets it run to the step, and over the statement if it dies after it. */
    final void haltAtStep(HaltedThreads participant) throws Exception {
        participant.runTo(step.line(), step.times());
        beforeStatement();
        if (step.moment() == Moment.AFTER) {
            participant.runOver(step.line());
        }
    }

    /** Called when the participant has halted before the statement of its step. */
    void beforeStatement() {
        // Most steps need nothing.
    }

    @Override
    public final void close() {
        rondo.close();
    }

    @Override
    public final String toString() {
        return step.toString();
    }
}
