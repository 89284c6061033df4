package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Claim;
import io.rondo.client.EvictedException;
import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.crash.CrashStep.Moment;
import io.rondo.client.crash.CrashStep.Outcome;
import io.rondo.client.crash.CrashStep.Trait;
import io.rondo.client.process.Kind;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.segment.Role;
import java.nio.LongBuffer;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A publisher dies at every step of what it does. */
@Execution(ExecutionMode.CONCURRENT)
class PublisherCrashMatrixTest extends CrashFixture {
    private static final int SOME = 9;

    static List<CrashStep> steps() {
        return CrashSteps.ofPublishers();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void theOthersGoOnAndGetWhatWasCommittedOnce(CrashStep step) throws Exception {
        boolean creates = step.is(Trait.CREATES);
        Subscriber in = creates ? null : subscribe(step);
        Source other = creates || step.kind() != Kind.QUEUE ? null : new Source(publisher(step), OTHER);
        Task<Reading> reading = creates || step.is(Trait.SLEEPS) || step.is(Trait.RESERVES) ? null : Reading.start(in);
        Task<Long> dropping = creates || step.kind() != Kind.TOPIC
                ? null
                : Dropping.start(subscribe(step, SlowConsumer.DROP_OLDEST));
        Subscriber asleep = step.is(Trait.EVICTS) ? subscribe(step, SlowConsumer.EVICT) : null;
        if (step.is(Trait.MEETS_DEAD_CONSUMER)) {
            leaveDeadConsumer(SlotState.ATTACHED);
        }
        die(step, other);
        if (reading == null) {
            reading = Reading.start(creates ? subscribe(step) : in);
        }
        if (other != null) {
            other.publish(MORE);
        }
        Source next = new Source(publisher(step), NEXT);
        next.publish(MORE);
        next.end();
        Reading read = reading.join();
        long delivered = check(step, read, other == null ? 0 : other.published());
        if (dropping != null) {
            assertThat(dropping.join()).isEqualTo(delivered + MORE);
        }
        if (asleep != null) {
            assertThatThrownBy(() -> asleep.poll(Messages.IGNORE, 1)).isInstanceOf(EvictedException.class);
        }
        assertThat(participants()).filteredOn(info -> info.role() == Role.PRODUCER && info.alive())
                .hasSize(other == null ? 1 : 2);
        if (other != null) {
            attachAllPublishersBut(2);
        }
        assertNothingLeaks(creates);
    }

    private Subscriber subscribe(CrashStep step) {
        return subscribe(step, SlowConsumer.BLOCK);
    }

    private Subscriber subscribe(CrashStep step, SlowConsumer policy) {
        return Channels.subscriber(rondo(), Kind.CHANNEL, CrashChannel.options(step.kind()).slowConsumer(policy));
    }

    private Publisher publisher(CrashStep step) {
        return Channels.publisher(rondo(), Kind.CHANNEL, CrashChannel.options(step.kind()));
    }

    private void leaveDeadConsumer(int state) {
        try (RawSegment segment = new RawSegment(directory())) {
            segment.leaveDeadConsumer(state);
        }
    }

    /** The slot is the next that a producer gets. */
    private void reserveTail() {
        try (RawSegment segment = new RawSegment(directory())) {
            segment.reserveTail(SlotLayout.peerSlot(1));
        }
    }

    private void die(CrashStep step, Source other) throws Exception {
        try (HaltedJvm child = HaltedJvm.start(directory(), CrashPublisherMain.class, step.kind(), progressFile(),
                CHILD,
                step.is(Trait.ENDS) ? CrashStep.FEW : Long.MAX_VALUE, step.habit())) {
            if (step.is(Trait.LOSES_RACE)) {
                child.runTo(new SourceLine(step.line().type(), "moveTail", "RawWords.compareAndSetLong(tailAddress"),
                        SOME);
                other.publish();
            }
            if (step.is(Trait.RESERVES)) {
                child.runTo(new SourceLine(step.line().type(), "reserveIfDue", "waiting = true"), 1);
                // Shorter than the message that waits.
                Claim claim = other.publisher().tryClaim(0);
                assertThat(claim).isNotNull();
                claim.abort();
            }
            if (step.is(Trait.INHERITS_RESERVATION)) {
                reserveTail();
            }
            if (step.is(Trait.MEETS_JOINER)) {
                child.runTo(new SourceLine(step.line().type(), "limit", "Words.fullFence()"), SOME);
                leaveDeadConsumer(SlotState.UNCOUNTED);
            }
            child.runTo(step.line(), step.times());
            if (step.moment() == Moment.AFTER) {
                child.runOver(step.line());
            }
            child.kill();
        }
    }

    /** Checks what came, and says how many of the dead one's messages did. */
    private long check(CrashStep step, Reading read, long others) throws Exception {
        LongBuffer progress = progress();
        long published = progress.get(0);
        long delivered = read.last(CHILD);
        assertThat(delivered).isBetween(published + (step.outcome() == Outcome.DONE ? 1 : 0),
                published + (step.outcome() == Outcome.NOT_DONE ? 0 : 1));
        assertThat(read.first(CHILD)).isEqualTo(Math.min(1, delivered));
        assertThat(read.last(OTHER)).isEqualTo(others);
        assertThat(read.first(OTHER)).isEqualTo(Math.min(1, others));
        assertThat(read.first(NEXT)).isOne();
        assertThat(read.last(NEXT)).isEqualTo(MORE);
        return delivered;
    }
}
