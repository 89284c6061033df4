package io.rondo.client.crash;

import static io.rondo.client.crash.CrashFixture.MORE;
import static io.rondo.client.crash.CrashFixture.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.crash.CrashStep.Outcome;
import io.rondo.client.crash.CrashStep.Trait;
import io.rondo.client.process.Kind;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A consumer that dies at a step. */
final class ConsumerCrash extends ChannelCrash {
    private static final int SOME = 5;
    /** Leaves the cores to the process that is to die. */
    private static final long PACE_NANOS = 20_000;

    private final CountDownLatch halted = new CountDownLatch(1);
    private final CountDownLatch succeeded = new CountDownLatch(1);
    private final boolean creates;
    private Source source;
    private Task<Reading> witness;
    private Task<Void> publishing;

    ConsumerCrash(CrashStep step, String channel, Path directory, Path files) throws IOException {
        super(step, channel, directory, files);
        creates = step.is(Trait.CREATES);
    }

    @Override
    public void haltPredecessor(VictimJvm jvm) throws Exception {
        attachOthers();
        start(jvm).runTo(CrashSteps.zeroing(), SOME);
    }

    @Override
    public void halt(VictimJvm jvm) throws Exception {
        if (!creates && source == null) {
            attachOthers();
        }
        HaltedThreads consumer = start(jvm);
        if (step().is(Trait.READS_FEW)) {
            consumer.runTo(CrashSteps.sleeping(), 1);
            source.publish((int) CrashStep.FEW);
        }
        if (step().is(Trait.IS_LAPPED)) {
            consumer.runTo(new SourceLine(step().line().type(), "hold", "position(slot), safe.position())"), 1);
            // It has seen a checkpoint, and the announcement is beyond that.
            startPublishing();
            awaitLap(jvm.pid());
        }
        if (step().is(Trait.WAKES)) {
            consumer.runTo(CrashSteps.confirmation(), 1);
            awaitSleepingProducer();
        }
        haltAtStep(consumer);
        halted.countDown();
    }

    private void attachOthers() throws Exception {
        attachSource();
        if (step().kind() == Kind.TOPIC) {
            witness = Reading.start(channel().subscriber(step().kind()));
        }
        if (step().is(Trait.IS_LAPPED)) {
            source.publish(MORE);
        } else if (!step().is(Trait.SLEEPS) && !step().is(Trait.READS_FEW)) {
            startPublishing();
        }
    }

    private void attachSource() throws Exception {
        source = new Source(channel().publisher(step().kind()), OTHER);
        if (step().kind() == Kind.QUEUE) {
            source.publish(SOME);
            abandonClaim();
        }
    }

    /** A publisher that another thread closes leaves its claim, as a process does that dies. */
    private void abandonClaim() throws Exception {
        Publisher out = channel().publisher(Kind.QUEUE);
        Claim claim = Task.start(() -> out.claim(100)).join();
        assertThat(claim).isNotNull();
        out.close();
    }

    /** Publishes until the consumer has halted, then as much as fits, and the rest when its successor has attached. */
    private void startPublishing() {
        publishing = Task.start(() -> {
            while (halted.getCount() > 0) {
                source.publish();
                LockSupport.parkNanos(PACE_NANOS);
            }
            source.publish(MORE);
            succeeded.await();
            source.publish(MORE);
            source.end();
            return null;
        });
    }

    private HaltedThreads start(VictimJvm jvm) throws Exception {
        return jvm.add(channel().directory(), channel().name(), CrashConsumerMain.class, step().kind(), progressFile(),
                step().is(Trait.ENDS) ? CrashStep.FEW : Long.MAX_VALUE, step().policy());
    }

    private void awaitLap(long joiner) {
        int slot = channel().participants().stream().filter(info -> info.pid() == joiner)
                .mapToInt(ParticipantInfo::slot).sum();
        try (RawSegment segment = channel().rawSegment()) {
            long goal = segment.position(slot) + CrashChannel.CAPACITY;
            Watchdog.await("the limit " + goal, () -> segment.limit() >= goal);
        }
    }

    private void awaitSleepingProducer() {
        try (RawSegment segment = channel().rawSegment()) {
            Watchdog.await("a producer asleep", segment::isProducerAsleep);
        }
    }

    @Override
    void beforeStatement() {
        if (step().is(Trait.HALF_WAY)) {
            try (RawSegment segment = channel().rawSegment()) {
                segment.zeroHalfOfWhatWasRead();
            }
        }
    }

    @Override
    public void check() throws Exception {
        Task<Reading> next = Reading.start(channel().subscriber(step().kind()));
        if (creates) {
            attachSource();
        }
        if (publishing == null) {
            startPublishing();
        }
        succeeded.countDown();
        publishing.join();
        if (witness != null) {
            Reading all = witness.join();
            assertThat(all.first(OTHER)).isOne();
            assertThat(all.last(OTHER)).isEqualTo(source.published());
        }
        check(next.join());
        assertThat(channel().participants()).filteredOn(info -> info.role() == Role.CONSUMER && info.alive())
                .hasSize(witness == null ? 1 : 2);
        channel().assertNothingLeaks(creates);
    }

    private void check(Reading read) throws Exception {
        LongBuffer progress = progress();
        assertThat(read.last(OTHER)).isEqualTo(source.published());
        if (step().kind() == Kind.TOPIC) {
            return;
        }
        long handled = progress.get(1);
        long confirmed = progress.get(2);
        assertThat(read.first(OTHER)).isBetween((step().outcome() == Outcome.DONE ? handled : confirmed) + 1,
                (step().outcome() == Outcome.NOT_DONE ? confirmed : handled) + 1);
    }
}
