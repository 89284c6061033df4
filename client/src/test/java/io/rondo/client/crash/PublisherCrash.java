package io.rondo.client.crash;

import static io.rondo.client.crash.CrashFixture.CHILD;
import static io.rondo.client.crash.CrashFixture.MORE;
import static io.rondo.client.crash.CrashFixture.NEXT;
import static io.rondo.client.crash.CrashFixture.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Claim;
import io.rondo.client.EvictedException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.crash.CrashStep.Outcome;
import io.rondo.client.crash.CrashStep.Trait;
import io.rondo.client.process.Kind;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.segment.Role;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;

/** A publisher that dies at a step. */
final class PublisherCrash extends ChannelCrash {
    private static final int SOME = 9;

    private final boolean creates;
    private Subscriber in;
    private Source other;
    private Task<Reading> reading;
    private Task<Long> dropping;
    private Subscriber asleep;

    PublisherCrash(CrashStep step, String channel, Path directory, Path files) throws IOException {
        super(step, channel, directory, files);
        creates = step.is(Trait.CREATES);
    }

    @Override
    public void halt(VictimJvm jvm) throws Exception {
        if (!creates) {
            attachOthers();
        }
        HaltedThreads publisher = jvm.add(channel().directory(), channel().name(), CrashPublisherMain.class,
                step().kind(),
                progressFile(), CHILD, step().is(Trait.ENDS) ? CrashStep.FEW : Long.MAX_VALUE, step().habit());
        if (step().is(Trait.LOSES_RACE)) {
            publisher.runTo(line("moveTail", "RawWords.compareAndSetLong(tailAddress"), SOME);
            other.publish();
        }
        if (step().is(Trait.RESERVES)) {
            publisher.runTo(line("reserveIfDue", "waiting = true"), 1);
            // Shorter than the message that waits.
            Claim claim = other.publisher().tryClaim(0);
            assertThat(claim).isNotNull();
            claim.abort();
        }
        if (step().is(Trait.INHERITS_RESERVATION)) {
            reserveTail();
        }
        if (step().is(Trait.MEETS_JOINER)) {
            publisher.runTo(line("limit", "Words.fullFence()"), SOME);
            leaveDeadConsumer(SlotState.UNCOUNTED);
        }
        haltAtStep(publisher);
    }

    private void attachOthers() throws Exception {
        Kind kind = step().kind();
        in = channel().subscriber(kind);
        other = kind == Kind.QUEUE ? new Source(channel().publisher(kind), OTHER) : null;
        reading = step().is(Trait.SLEEPS) || step().is(Trait.RESERVES) ? null : Reading.start(in);
        dropping = kind == Kind.TOPIC ? Dropping.start(channel().subscriber(kind, SlowConsumer.DROP_OLDEST)) : null;
        asleep = step().is(Trait.EVICTS) ? channel().subscriber(kind, SlowConsumer.EVICT) : null;
        if (step().is(Trait.MEETS_DEAD_CONSUMER)) {
            leaveDeadConsumer(SlotState.ATTACHED);
        }
    }

    private SourceLine line(String method, String snippet) {
        return new SourceLine(step().line().type(), method, snippet);
    }

    private void leaveDeadConsumer(int state) {
        try (RawSegment segment = channel().rawSegment()) {
            segment.leaveDeadConsumer(state);
        }
    }

    /** The slot is the next that a producer gets. */
    private void reserveTail() {
        try (RawSegment segment = channel().rawSegment()) {
            segment.reserveTail(SlotLayout.peerSlot(1));
        }
    }

    @Override
    public void check() throws Exception {
        if (reading == null) {
            reading = Reading.start(creates ? channel().subscriber(step().kind()) : in);
        }
        if (other != null) {
            other.publish(MORE);
        }
        Source next = new Source(channel().publisher(step().kind()), NEXT);
        next.publish(MORE);
        next.end();
        long delivered = check(reading.join());
        if (dropping != null) {
            assertThat(dropping.join()).isEqualTo(delivered + MORE);
        }
        if (asleep != null) {
            assertThatThrownBy(() -> asleep.poll(Messages.IGNORE, 1)).isInstanceOf(EvictedException.class);
        }
        assertThat(channel().participants()).filteredOn(info -> info.role() == Role.PRODUCER && info.alive())
                .hasSize(other == null ? 1 : 2);
        if (other != null) {
            channel().attachAllPublishersBut(2);
        }
        channel().assertNothingLeaks(creates);
    }

    /** Checks what arrived, and returns how many messages of the dead publisher did. */
    private long check(Reading read) throws Exception {
        LongBuffer progress = progress();
        long published = progress.get(0);
        long delivered = read.last(CHILD);
        assertThat(delivered).isBetween(published + (step().outcome() == Outcome.DONE ? 1 : 0),
                published + (step().outcome() == Outcome.NOT_DONE ? 0 : 1));
        assertThat(read.first(CHILD)).isEqualTo(Math.min(1, delivered));
        long others = other == null ? 0 : other.published();
        assertThat(read.last(OTHER)).isEqualTo(others);
        assertThat(read.first(OTHER)).isEqualTo(Math.min(1, others));
        assertThat(read.first(NEXT)).isOne();
        assertThat(read.last(NEXT)).isEqualTo(MORE);
        return delivered;
    }
}
