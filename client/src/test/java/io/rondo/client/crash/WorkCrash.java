package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.crash.CrashStep.Moment;
import io.rondo.client.crash.WorkSteps.Step;
import io.rondo.core.ring.scan.UnreadRange;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A participant of a work queue that dies at a step. */
abstract class WorkCrash implements Crash {
    /** Messages that follow: more than two laps. */
    static final int MORE = 100;

    private final Step step;
    private final String channel;
    private final Path directory;
    private final ChannelStore store;

    /**
     * Prepares a work queue.
     *
     * @param channel its name
     * @param directory in which the crash makes a directory of its own, in shared memory
     */
    WorkCrash(Step step, String channel, Path directory) throws IOException {
        this.step = step;
        this.channel = channel;
        this.directory = Files.createTempDirectory(directory, "step-");
        store = new ChannelStore(ChannelDirectory.of(this.directory, null));
    }

    Step step() {
        return step;
    }

    Path directory() {
        return directory;
    }

    WorkProducer producer() {
        return new WorkProducer(store, channel);
    }

    WorkConsumer consumer() {
        return new WorkConsumer(store, channel);
    }

    /** Starts the participant, and lets it halt at the step. */
    final void haltAtStep(VictimJvm jvm, Class<? extends Victim> victim, Object... arguments) throws Exception {
        HaltedThreads participant = jvm.add(directory, channel, victim, arguments);
        participant.runTo(step.line(), step.times());
        if (step.moment() == Moment.AFTER) {
            participant.runOver(step.line());
        }
    }

    final boolean isEmpty() {
        try (SegmentObserver observer = store.observe(channel)) {
            return observer.backlog().messages() == 0;
        }
    }

    final void assertNothingIsLeft() {
        try (SegmentObserver observer = store.observe(channel)) {
            UnreadRange backlog = observer.backlog();
            assertThat(backlog.messages()).isZero();
            assertThat(backlog.bytes()).isZero();
            assertThat(observer.table().list()).noneMatch(ParticipantInfo::alive);
        }
    }

    @Override
    public final String toString() {
        return step.toString();
    }
}
