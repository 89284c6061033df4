package io.rondo.core.ring.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer that reads records of a queue and frees them later. */
class DeferredFreeingTest {
    private static final int SLOT = 1;
    private static final int RECORDS = RingMemory.CAPACITY / RecordLayout.ALIGNMENT;

    private RingMemory memory;
    private RecordWriter writer;
    private QueueConsumerPosition position;
    private RecordReader reader;
    private long read;
    private final List<Long> seen = new ArrayList<>();

    @BeforeEach
    void create(@TempDir(factory = SharedMemoryDirectory.class) Path directory) {
        memory = new RingMemory(directory, RingMemory.CAPACITY, 0);
        StubLiveness liveness = new StubLiveness();
        writer = new MultiProducerWriter(memory.ring(), SLOT, liveness);
        position = QueueConsumerPosition.ofManyProducers(memory.ring());
        reader = new RecordReader(memory.ring(), (from, to) -> read = to,
                new MultiProducerClaimRecovery(memory.ring(), liveness, () -> {}), 0);
        reader.readLimit(memory.ring().capacity());
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private void publish(long number) {
        long payload = writer.tryClaim(Long.BYTES);
        assertThat(payload).isNotNegative();
        Words.setLong(memory.ring().data(), payload - memory.ring().data().address(), number);
        writer.commit();
    }

    private void abort() {
        assertThat(writer.tryClaim(0)).isNotNegative();
        writer.abort();
    }

    private void readAll() {
        for (int i = 0; i < 2 * RECORDS; i++) {
            reader.forEach((buffer, offset, length) -> seen.add(buffer.getLong(offset)), RECORDS);
        }
    }

    private void free() {
        position.confirm(0, read);
        reader.readLimit(read + memory.ring().capacity());
    }

    @Test
    void aFullRingIsReadOnceBeforeItIsFreed() {
        for (long number = 0; number < RECORDS; number++) {
            publish(number);
        }
        readAll();
        assertThat(seen).hasSize(RECORDS);
        assertThat(reader.holds()).isFalse();
        assertThat(writer.tryClaim(0)).isEqualTo(RecordWriter.FULL);
        free();
        publish(RECORDS);
        assertThat(reader.holds()).isTrue();
        readAll();
        assertThat(seen).hasSize(RECORDS + 1).endsWith((long) RECORDS);
    }

    @Test
    void paddingOfTheLapBeforeIsNotSkippedTwice() {
        abort();
        for (long number = 1; number < RECORDS - 1; number++) {
            publish(number);
        }
        abort();
        readAll();
        assertThat(seen).hasSize(RECORDS - 2);
        assertThat(read).isEqualTo(memory.ring().capacity());
        free();
        publish(77);
        readAll();
        assertThat(seen).hasSize(RECORDS - 1).endsWith(77L);
    }
}
