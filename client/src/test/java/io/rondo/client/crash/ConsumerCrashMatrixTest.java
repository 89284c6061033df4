package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.crash.CrashStep.Moment;
import io.rondo.client.crash.CrashStep.Outcome;
import io.rondo.client.crash.CrashStep.Trait;
import io.rondo.client.process.Kind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import java.nio.LongBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A consumer dies at every step of what it does. */
@Execution(ExecutionMode.CONCURRENT)
class ConsumerCrashMatrixTest extends CrashFixture {
    private static final int SOME = 5;
    /** Leaves the cores to the process that is to die. */
    private static final long PACE_NANOS = 20_000;

    private final AtomicBoolean enough = new AtomicBoolean();
    private Task<Void> publishing;

    static List<CrashStep> steps() {
        return CrashSteps.ofConsumers();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void theOthersGoOnAndGetWhatItHadNotConfirmed(CrashStep step) throws Exception {
        boolean creates = step.is(Trait.CREATES);
        boolean topic = step.kind() == Kind.TOPIC;
        Source source = creates ? null : newSource(step);
        Task<Reading> witness = creates || !topic ? null : Reading.start(subscribe(step));
        if (step.is(Trait.IS_LAPPED)) {
            source.publish(MORE);
        } else if (!creates && !step.is(Trait.SLEEPS) && !step.is(Trait.READS_FEW)) {
            start(source);
        }
        die(step, source);
        Task<Reading> next = Reading.start(subscribe(step));
        if (creates) {
            source = newSource(step);
        }
        if (publishing == null) {
            start(source);
        }
        enough.set(true);
        publishing.join();
        if (witness != null) {
            Reading all = witness.join();
            assertThat(all.first(OTHER)).isOne();
            assertThat(all.last(OTHER)).isEqualTo(source.published());
        }
        check(step, next.join(), source.published());
        assertThat(participants()).filteredOn(info -> info.role() == Role.CONSUMER && info.alive())
                .hasSize(witness == null ? 1 : 2);
        assertNothingLeaks(creates);
    }

    private Subscriber subscribe(CrashStep step) {
        return Channels.subscriber(rondo(), Kind.CHANNEL, CrashChannel.options(step.kind()));
    }

    private Source newSource(CrashStep step) throws Exception {
        Publisher out = Channels.publisher(rondo(), Kind.CHANNEL, CrashChannel.options(step.kind()));
        Source source = new Source(out, OTHER);
        if (step.kind() == Kind.QUEUE) {
            source.publish(SOME);
            abandonClaim();
        }
        return source;
    }

    /** What is closed by another thread leaves its claim as a process does that dies. */
    private void abandonClaim() throws Exception {
        Publisher out = Channels.publisher(rondo(), Kind.CHANNEL, ChannelSettings.DEFAULTS);
        Claim claim = Task.start(() -> out.claim(100)).join();
        assertThat(claim).isNotNull();
        out.close();
    }

    private void start(Source source) {
        publishing = Task.start(() -> {
            while (!enough.get()) {
                source.publish();
                LockSupport.parkNanos(PACE_NANOS);
            }
            source.publish(MORE);
            source.end();
            return null;
        });
    }

    private HaltedJvm start(CrashStep step) throws Exception {
        return HaltedJvm.start(directory(), CrashConsumerMain.class, step.kind(), progressFile(),
                step.is(Trait.ENDS) ? CrashStep.FEW : Long.MAX_VALUE, step.policy());
    }

    private void die(CrashStep step, Source source) throws Exception {
        if (step.is(Trait.SUCCEEDS_THE_DEAD)) {
            try (HaltedJvm predecessor = start(step)) {
                predecessor.runTo(CrashSteps.zeroing(), SOME);
                predecessor.kill();
            }
        }
        try (HaltedJvm child = start(step)) {
            if (step.is(Trait.READS_FEW)) {
                child.runTo(CrashSteps.sleeping(), 1);
                source.publish((int) CrashStep.FEW);
            }
            if (step.is(Trait.IS_LAPPED)) {
                child.runTo(new SourceLine(step.line().type(), "hold", "position(slot), safe.position())"), 1);
                // It has seen a checkpoint, and the announcement is beyond that.
                start(source);
                awaitLap(child.child().pid());
            }
            if (step.is(Trait.WAKES)) {
                child.runTo(CrashSteps.confirmation(), 1);
                awaitSleepingProducer();
            }
            child.runTo(step.line(), step.times());
            if (step.is(Trait.HALF_WAY)) {
                try (RawSegment segment = new RawSegment(directory())) {
                    segment.zeroHalfOfWhatWasRead();
                }
            }
            if (step.moment() == Moment.AFTER) {
                child.runOver(step.line());
            }
            child.kill();
        }
    }

    private void awaitLap(long joiner) {
        int slot = participants().stream().filter(info -> info.pid() == joiner).mapToInt(ParticipantInfo::slot).sum();
        try (RawSegment segment = new RawSegment(directory())) {
            long goal = segment.position(slot) + CrashChannel.CAPACITY;
            Watchdog.await("the limit " + goal, () -> segment.limit() >= goal);
        }
    }

    private void awaitSleepingProducer() {
        try (RawSegment segment = new RawSegment(directory())) {
            Watchdog.await("a producer asleep", segment::isProducerAsleep);
        }
    }

    private void check(CrashStep step, Reading read, long published) throws Exception {
        LongBuffer progress = progress();
        assertThat(read.last(OTHER)).isEqualTo(published);
        if (step.kind() == Kind.TOPIC) {
            return;
        }
        long handled = progress.get(1);
        long confirmed = progress.get(2);
        assertThat(read.first(OTHER)).isBetween((step.outcome() == Outcome.DONE ? handled : confirmed) + 1,
                (step.outcome() == Outcome.NOT_DONE ? confirmed : handled) + 1);
    }
}
