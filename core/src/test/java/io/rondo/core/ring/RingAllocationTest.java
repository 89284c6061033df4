package io.rondo.core.ring;

import io.rondo.core.layout.SlotLayout;
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
    private static final int SLOT = SlotLayout.consumerSlot(0);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private Ring ring;
    private long sum;
    private final RecordHandler handler = (buffer, offset, length) -> sum += buffer.getLong(offset);

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

    private void assertNone(RecordWriter writer, Reader reader) {
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
        QueueCursor cursor = QueueCursor.ofSingleProducer(ring);
        assertNone(SingleProducerWriter.ofQueue(ring), new RecordReader(ring, cursor, DeadClaims.NONE, 0));
    }

    @Test
    void manyProducerQueue() {
        QueueCursor cursor = QueueCursor.ofManyProducers(ring);
        MultiProducerRecovery recovery = new MultiProducerRecovery(ring, new StubLiveness(), () -> {});
        assertNone(new MultiProducerWriter(ring, 0, new StubLiveness()), new RecordReader(ring, cursor, recovery, 0));
    }

    @Test
    void topicWithAConsumerThatIsWaitedFor() {
        memory.enter(SLOT, 0);
        Checkpoint start = TopicJoin.join(ring, SLOT);
        assertNone(SingleProducerWriter.ofTopic(ring, new StubLiveness().alive(SLOT)),
                new RecordReader(ring, new TopicCursor(ring, SLOT), DeadClaims.NONE, start.position()));
    }

    @Test
    void topicWithAConsumerThatIsOvertakenNowAndThen() {
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, new StubLiveness());
        CopyingReader reader = new CopyingReader(ring, new TopicFloor(ring), Cursor.UNSEEN, new Checkpoint(0, 0));
        assertNone(writer, reader);
    }

    @Test
    void claimsThatAreWaitedFor() {
        StubLiveness liveness = new StubLiveness().alive(0);
        RecordReader reader = new RecordReader(ring, QueueCursor.ofManyProducers(ring),
                new MultiProducerRecovery(ring, liveness, () -> {}), 0);
        new MultiProducerWriter(ring, 0, new StubLiveness()).tryClaim(8);
        Allocation.assertNone(() -> {
            reader.maxSleepNanos();
            reader.holds();
            reader.poll(handler, 1);
        });
    }
}
