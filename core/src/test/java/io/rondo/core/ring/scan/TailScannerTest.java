package io.rondo.core.ring.scan;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailScannerTest {
    private static final int LONGEST = RingMemory.CAPACITY / 4 - RecordLayout.HEADER_LENGTH;

    private RingMemory memory;
    private Ring ring;

    @BeforeEach
    void create(@TempDir(factory = SharedMemoryDirectory.class) Path directory) {
        memory = new RingMemory(directory, RingMemory.CAPACITY, LONGEST, 4, 0);
        ring = memory.ring();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private long tail() {
        return TailScanner.findTail(ring, new Checkpoints(ring).newest()).position();
    }

    @Test
    void aTopicThatNeverHadARecordHasNoLastOne() {
        assertThat(TailScanner.lastRecord(ring, tail())).isNegative();
    }

    @Test
    void theLastRecordIsFoundAfterEachOfManyRecordsAndBesideAnUnfinishedClaim() {
        Random random = new Random(7);
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, new StubLiveness());
        for (int i = 0; i < 5000; i++) {
            int length = random.nextInt(4) == 0 ? LONGEST : random.nextInt(LONGEST + 1);
            assertThat(writer.tryClaim(length)).isNotNegative();
            long start = writer.committedEnd();
            writer.commit();
            // The payload of a claim without a commit, as a dead producer leaves it.
            assertThat(writer.tryClaim(LONGEST)).isNotNegative();
            Words.setLong(ring.data(), ring.offset(writer.committedEnd()) + 2 * Long.BYTES, -1);
            writer.abort();
            assertThat(TailScanner.lastRecord(ring, tail())).isEqualTo(start);
        }
    }

    @Test
    void anOverwrittenTopicIsReported() {
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, new StubLiveness());
        assertThat(writer.tryClaim(0)).isNotNegative();
        writer.commit();
        assertThat(writer.tryClaim(0)).isNotNegative();
        writer.commit();
        memory.setHeaderAt(0, RecordLayout.committed(100));
        assertThatThrownBy(() -> TailScanner.lastRecord(ring, 192)).has(reason(Reason.CORRUPT));
        memory.setHeaderAt(0, RecordLayout.committed(LONGEST + 1));
        assertThatThrownBy(() -> TailScanner.lastRecord(ring, 128)).has(reason(Reason.CORRUPT));
    }
}
