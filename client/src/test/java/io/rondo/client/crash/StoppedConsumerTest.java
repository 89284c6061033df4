package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.process.Kind;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Task;
import io.rondo.core.ring.scan.RingScanner;
import io.rondo.core.segment.Participant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A topic's consumer is stopped on its way in, and lives. */
class StoppedConsumerTest extends CrashFixture {
    @ParameterizedTest
    @EnumSource
    void thePublisherDoesNotWaitForAConsumerThatHasNotJoined(SlowConsumer policy) throws Exception {
        assertNotHeldUpBy(policy, new SourceLine(Participant.class, "mapRing", "Mapping.mapPermanently"));
    }

    @Test
    void thePublisherNeverWaitsForOneThatDropsTheOldest() throws Exception {
        assertNotHeldUpBy(SlowConsumer.DROP_OLDEST, new SourceLine(RingScanner.class, "end", "long last ="));
        assertNotHeldUpBy(SlowConsumer.DROP_OLDEST,
                new SourceLine(Participant.class, "joined", "SlotState.ATTACHED"));
    }

    private void assertNotHeldUpBy(SlowConsumer policy, SourceLine line) throws Exception {
        try (Publisher out = Channels.publisher(rondo(), Kind.CHANNEL, CrashChannel.options(Kind.TOPIC));
                HaltedJvm child = HaltedJvm.start(directory(), CrashConsumerMain.class, Kind.TOPIC, progressFile(),
                        Long.MAX_VALUE, policy)) {
            Source source = new Source(out, OTHER);
            source.publish(MORE);
            child.runTo(line, 1);
            Task.start(() -> {
                source.publish(MORE);
                return null;
            }).join();
            assertThat(source.published()).isEqualTo(2 * MORE);
        }
    }
}
