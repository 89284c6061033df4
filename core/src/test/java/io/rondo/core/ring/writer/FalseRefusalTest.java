package io.rondo.core.ring.writer;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.testkit.Claims;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A queue with many producers refuses no message for which it has room, however fast the tail and the head move. Two
 * producers have at most one message each in the queue. The second producer is also the consumer, so that two
 * processors are enough.
 */
class FalseRefusalTest {
    private static final int ROOM = 2;
    private static final int CLAIMS = 20_000;
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int LENGTH = RingMemory.CAPACITY / ROOM - RecordLayout.HEADER_LENGTH;

    private final AtomicLong consumedOfFirst = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private boolean consumedOfSecond;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void aMessageIsNotRefusedWhileThereIsRoomForIt() throws Exception {
        try (RingMemory memory = new RingMemory(directory, RingMemory.CAPACITY, 0)) {
            Ring ring = memory.ring();
            FutureTask<Void> other = new FutureTask<>(() -> publishAndConsume(ring), null);
            Thread thread = Thread.ofPlatform().start(other);
            try {
                assertThat(refusals(ring, other)).isZero();
            } finally {
                ended.set(true);
                thread.join();
            }
            other.get();
        }
    }

    @Test
    void aTailBehindTheHeadIsReportedInsteadOfAnEndlessLook() throws Exception {
        try (RingMemory memory = new RingMemory(directory, RingMemory.CAPACITY, 0)) {
            Ring ring = memory.ring();
            RecordWriter writer = new MultiProducerWriter(ring, FIRST, new StubLiveness());
            Words.setLong(ring.header(), SegmentLayout.HEAD, RingMemory.CAPACITY);
            // The producer knows of one free lap, and looks at the head after that.
            assertThatThrownBy(() -> {
                for (int claim = 0; claim <= ROOM; claim++) {
                    writer.tryClaim(LENGTH);
                    Words.setLong(ring.header(), SegmentLayout.TAIL, RingMemory.CAPACITY - 64);
                }
            }).has(reason(Reason.CORRUPT)).hasMessageContaining("behind the head");
        }
    }

    /** Ends early if the other producer has failed: no message is consumed any more. */
    private long refusals(Ring ring, Future<Void> other) throws Exception {
        RecordWriter writer = new MultiProducerWriter(ring, FIRST, new StubLiveness());
        long refused = 0;
        for (long sent = 0; sent < CLAIMS; sent++) {
            while (consumedOfFirst.getAcquire() != sent) {
                requireRunning(other);
                Thread.onSpinWait();
            }
            while (!publish(ring, writer, FIRST)) {
                requireRunning(other);
                refused++;
            }
        }
        return refused;
    }

    private static void requireRunning(Future<Void> other) throws Exception {
        if (other.isDone()) {
            other.get();
            throw new AssertionError("the other producer has ended");
        }
    }

    private static boolean publish(Ring ring, RecordWriter writer, int producer) {
        long payload = Claims.tryClaim(writer, ring, LENGTH);
        if (payload == RecordWriter.FULL) {
            return false;
        }
        ring.data().set(ValueLayout.JAVA_BYTE, payload, (byte) producer);
        writer.commit();
        return true;
    }

    private void publishAndConsume(Ring ring) {
        RecordWriter writer = new MultiProducerWriter(ring, SECOND, new StubLiveness());
        RecordReader reader = new RecordReader(ring, QueueConsumerPosition.ofManyProducers(ring),
                new MultiProducerClaimRecovery(ring, new StubLiveness().alive(FIRST, SECOND), () -> {}), 0);
        while (!ended.get()) {
            consumedOfSecond = !publish(ring, writer, SECOND);
            do {
                int[] from = {-1};
                reader.forEach((buffer, offset, length) -> from[0] = buffer.getByte(offset), 1);
                if (from[0] == FIRST) {
                    // The poll has confirmed the message: its space is free.
                    consumedOfFirst.setRelease(consumedOfFirst.getPlain() + 1);
                }
                consumedOfSecond |= from[0] == SECOND;
            } while (!consumedOfSecond && !ended.get());
        }
    }
}
