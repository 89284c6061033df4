package io.rondo.core.ring.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.ring.Ring;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look that takes the place of an empty poll. */
class QuietLookTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private SingleProducerWriter writer;
    private RecordReader reader;

    @BeforeEach
    void map() {
        memory = new RingMemory(directory, RingMemory.CAPACITY, 0);
        Ring ring = memory.ring();
        writer = SingleProducerWriter.ofQueue(ring);
        QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofSingleProducer(ring);
        reader = new RecordReader(ring, consumerPosition, AbandonedClaimRecovery.NONE, consumerPosition.confirmed());
    }

    @AfterEach
    void unmap() {
        memory.close();
    }

    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(writer.tryClaim(8)).isNotNegative();
            writer.commit();
        }
    }

    private int poll() {
        return reader.forEach((buffer, offset, length) -> {}, 10);
    }

    @Test
    void anEmptyRingIsQuietUntilAMessageIsThere() {
        poll();
        assertThat(reader.isQuiet()).isTrue();
        publish(1);
        assertThat(reader.isQuiet()).isFalse();
        assertThat(poll()).isEqualTo(1);
    }

    @Test
    void behindABurstAPollPausesBeforeALookTakesItsPlace() {
        poll();
        assertThat(reader.isQuiet()).isTrue();
        publish(3);
        assertThat(poll()).isEqualTo(3);
        assertThat(reader.isQuiet()).isFalse();
        assertThat(poll()).isZero();
        assertThat(reader.isQuiet()).isTrue();
    }

    @Test
    void aMessageAfterSeveralLooksIsNoBurst() {
        poll();
        for (int i = 0; i < 3; i++) {
            assertThat(reader.isQuiet()).isTrue();
        }
        publish(1);
        assertThat(poll()).isEqualTo(1);
        assertThat(reader.isQuiet()).isTrue();
    }
}
