package io.rondo.client.shm;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.SlowConsumer;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.core.ring.Action;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer with a pump that moves one message into the ring at each call. */
class PumpedPollTest {
    private RingProducer producer;
    private RingConsumer consumer;
    private int pumped;

    private final class Pump implements MessagePump {
        @Override
        public boolean pump() {
            publish();
            pumped++;
            return true;
        }

        @Override
        public boolean isIdle() {
            return false;
        }

        @Override
        public void beforeSleep() {}
    }

    @BeforeEach
    void attach(@TempDir(factory = SharedMemoryDirectory.class) Path directory) {
        ChannelStore store = new ChannelStore(ChannelDirectory.of(directory, null));
        SegmentSpec spec = SegmentSpec.builder().topic(false).capacity(4096).build();
        Participant attached = store.attach("q", Role.CONSUMER, spec);
        consumer = new RingConsumer(attached, SlowConsumer.BLOCK);
        producer = new RingProducer(store.attach("q", Role.PRODUCER, spec));
        consumer.pump(new Pump());
    }

    @AfterEach
    void detach() {
        producer.detach();
        consumer.detach();
    }

    private void publish() {
        assertThat(producer.tryClaim(8)).isNotNegative();
        producer.commit();
    }

    @Test
    void aPollOfAnEmptyRingDeliversWhatThePumpMoves() {
        assertThat(consumer.poll((buffer, offset, length) -> Action.CONTINUE, 10)).isEqualTo(1);
        assertThat(pumped).isEqualTo(1);
    }

    @Test
    void aPollThatItsHandlerAbortsShowsTheMessageOnce() {
        publish();
        int[] shown = new int[1];
        assertThat(consumer.poll((buffer, offset, length) -> {
            shown[0]++;
            return Action.ABORT;
        }, 10)).isZero();
        assertThat(shown[0]).isEqualTo(1);
        assertThat(pumped).isZero();
    }
}
