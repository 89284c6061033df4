package io.rondo.core.ring;

import io.rondo.core.layout.SlotLayout;
import io.rondo.core.ring.reader.AbandonedClaimRecovery;
import io.rondo.core.ring.reader.ConsumerPosition;
import io.rondo.core.ring.reader.CopyingReader;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.reader.TopicConsumerPosition;
import io.rondo.core.ring.reader.TopicJoiner;
import io.rondo.core.ring.scan.TopicLowWatermark;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.Allocation;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No message costs an object, on any ring. */
class RingAllocationTest {
    private static final int SLOT = SlotLayout.peerSlot(0);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private Ring ring;
    private long sum;
    private final RecordHandler handler = (buffer, offset, length) -> {
        sum += buffer.getLong(offset);
        return (sum & 1) == 0 ? Action.CONTINUE : Action.COMMIT;
    };

    @BeforeEach
    void map() {
        memory = new RingMemory(directory, RingMemory.CAPACITY, 0);
        ring = memory.ring();
    }

    @AfterEach
    void unmap() {
        memory.close();
    }

    private static void publish(RecordWriter writer) {
        if (writer.tryClaim(32) != RecordWriter.FULL) {
            writer.commit();
        }
    }

    private static void abort(RecordWriter writer) {
        if (writer.tryClaim(32) != RecordWriter.FULL) {
            writer.abort();
        }
    }

    private void assertNone(RecordWriter writer, RingReader reader) {
        Allocation.assertNone(() -> {
            publish(writer);
            abort(writer);
            publish(writer);
            reader.holds();
            reader.poll(handler, 10);
            reader.poll(handler, 10);
            reader.maxSleepNanos();
            writer.flush();
        });
        // Full.
        Allocation.assertNone(() -> publish(writer));
    }

    @Test
    void singleProducerQueue() {
        QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofSingleProducer(ring);
        assertNone(SingleProducerWriter.ofQueue(ring),
                new RecordReader(ring, consumerPosition, AbandonedClaimRecovery.NONE, 0));
    }

    @Test
    void manyProducerQueue() {
        QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(ring);
        MultiProducerClaimRecovery recovery = new MultiProducerClaimRecovery(ring, new StubLiveness(), () -> {});
        assertNone(new MultiProducerWriter(ring, 1, new StubLiveness()),
                new RecordReader(ring, consumerPosition, recovery, 0));
    }

    @Test
    void topicWithAConsumerThatIsWaitedFor() {
        memory.enter(SLOT, 0);
        Checkpoint start = TopicJoiner.join(ring, SLOT);
        assertNone(SingleProducerWriter.ofTopic(ring, new StubLiveness().alive(SLOT)),
                new RecordReader(ring, new TopicConsumerPosition(ring, SLOT), AbandonedClaimRecovery.NONE,
                        start.position()));
    }

    @Test
    void topicWithAConsumerThatIsOvertakenNowAndThen() {
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, new StubLiveness());
        CopyingReader reader = new CopyingReader(ring, new TopicLowWatermark(ring), ConsumerPosition.UNTRACKED,
                new Checkpoint(0, 0));
        assertNone(writer, reader);
    }

    @Test
    void claimsThatAreWaitedFor() {
        StubLiveness liveness = new StubLiveness().alive(0);
        RecordReader reader = new RecordReader(ring, QueueConsumerPosition.ofManyProducers(ring),
                new MultiProducerClaimRecovery(ring, liveness, () -> {}), 0);
        new MultiProducerWriter(ring, 1, new StubLiveness()).tryClaim(8);
        Allocation.assertNone(() -> {
            reader.maxSleepNanos();
            reader.holds();
            reader.poll(handler, 1);
        });
    }
}
