package io.rondo.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.ring.reader.AbandonedClaimRecovery;
import io.rondo.core.ring.reader.CopyingReader;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.reader.TopicConsumerPosition;
import io.rondo.core.ring.reader.TopicJoiner;
import io.rondo.core.ring.scan.TopicLowWatermark;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.Claims;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.StubLiveness;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;

/** Takes random steps on a topic and on a log of the published messages, and compares the two after each step. */
final class TopicModel {
    private static final int CONSUMERS = 5;

    private final RingMemory memory;
    private final Ring ring;
    private final SplittableRandom random;
    private final StubLiveness liveness = new StubLiveness();
    private final Consumer[] consumers = new Consumer[CONSUMERS];
    private final List<byte[]> log = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private SingleProducerWriter writer;
    private long tail;
    private long delivered;
    private long lost;
    private int shortened;

    TopicModel(RingMemory memory, SplittableRandom random) {
        this.memory = memory;
        this.random = random;
        ring = memory.ring();
        tail = memory.get(SegmentLayout.TAIL);
        liveness.alive(1, 2, 3, 4, 5);
        newProducer();
    }

    long delivered() {
        return delivered;
    }

    long lost() {
        return lost;
    }

    int shortened() {
        return shortened;
    }

    void step() {
        int index = random.nextInt(CONSUMERS);
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4, 5, 6 -> publish();
            case 7 -> abort();
            case 8 -> newProducer();
            case 9 -> writer.flush();
            case 10 -> joinOrLeave(index);
            default -> {
                if (consumers[index] != null) {
                    consumers[index].poll(random.nextInt(1, 40));
                }
            }
        }
        for (Consumer consumer : consumers) {
            if (consumer != null) {
                consumer.check();
            }
        }
    }

    private void newProducer() {
        writer = SingleProducerWriter.ofTopic(ring, liveness);
    }

    private int randomLength() {
        int most = ring.maxMessageLength();
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(most + 1);
            case 1 -> most - random.nextInt(Math.min(most, 16));
            case 2 -> 0;
            default -> random.nextInt(Math.min(most, 200) + 1);
        };
    }

    private long slowest() {
        long slowest = tail;
        for (Consumer consumer : consumers) {
            if (consumer != null && consumer.gating) {
                slowest = Math.min(slowest, consumer.confirmed);
            }
        }
        return slowest;
    }

    private void publish() {
        byte[] claimed = Payloads.random(random, randomLength());
        long offset = Claims.tryClaim(writer, ring, claimed.length);
        long end = tail + RecordLayout.recordLength(claimed.length);
        boolean room = end + RecordLayout.HEADER_LENGTH <= slowest() + ring.capacity();
        assertThat(offset != RecordWriter.FULL).isEqualTo(room);
        if (room) {
            assertThat(offset).isEqualTo((tail & ring.capacity() - 1) + RecordLayout.HEADER_LENGTH);
            MemorySegment.copy(claimed, 0, ring.data(), ValueLayout.JAVA_BYTE, offset, claimed.length);
            byte[] payload = commit(claimed);
            log.add(payload);
            positions.add(tail);
            tail += RecordLayout.recordLength(payload.length);
        }
    }

    /** Commits all of the claim or its first bytes, and returns the message. */
    private byte[] commit(byte[] claimed) {
        if (random.nextInt(3) != 0) {
            writer.commit();
            return claimed;
        }
        int length = random.nextInt(claimed.length + 1);
        writer.commit(length);
        shortened++;
        return Arrays.copyOf(claimed, length);
    }

    /** Writes a payload that must never be read: the claim is aborted, or the producer dies. */
    private void abort() {
        int length = randomLength();
        long offset = Claims.tryClaim(writer, ring, length);
        if (offset != RecordWriter.FULL) {
            byte[] payload = Payloads.random(random, length);
            MemorySegment.copy(payload, 0, ring.data(), ValueLayout.JAVA_BYTE, offset, length);
            if (random.nextBoolean()) {
                writer.abort();
            } else {
                newProducer();
            }
        }
    }

    private void joinOrLeave(int index) {
        int slot = SlotLayout.peerSlot(index);
        if (consumers[index] != null) {
            memory.leave(slot);
            consumers[index] = null;
        } else {
            consumers[index] = new Consumer(slot, random.nextBoolean());
        }
    }

    private final class Consumer {
        private final boolean gating;
        private final RingReader reader;
        private final int first;
        private int next;
        private int taken;
        private long confirmed;
        private boolean publishing;

        Consumer(int slot, boolean gating) {
            this.gating = gating;
            memory.enter(slot, 0);
            Checkpoint start = TopicJoiner.join(ring, slot);
            assertThat(start).isEqualTo(new Checkpoint(tail, log.size()));
            first = log.size();
            next = first;
            confirmed = tail;
            TopicConsumerPosition consumerPosition = new TopicConsumerPosition(ring, slot);
            if (gating) {
                reader = new RecordReader(ring, consumerPosition, AbandonedClaimRecovery.NONE, start.position());
            } else {
                long flags = SlotLayout.offset(slot) + SlotLayout.FLAGS;
                memory.set(flags, SlotLayout.FLAG_UNGATED);
                reader = new CopyingReader(ring, new TopicLowWatermark(ring), consumerPosition, start);
            }
        }

        void poll(int limit) {
            publishing = !gating && random.nextInt(4) == 0;
            int before = taken;
            int count = reader.forEach(this::take, limit);
            publishing = false;
            assertThat(count).isEqualTo(taken - before).isLessThanOrEqualTo(limit);
            if (gating) {
                assertThat(reader.lost()).isZero();
                confirmed = next == log.size() ? tail : positions.get(next);
            }
            delivered += count;
        }

        private void take(DirectBuffer buffer, int offset, int length) {
            byte[] payload = new byte[length];
            buffer.getBytes(offset, payload);
            if (!gating) {
                int index = first + taken + (int) reader.lost();
                lost += index - next;
                next = index;
            }
            assertThat(payload).isEqualTo(log.get(next));
            next++;
            taken++;
            if (publishing) {
                for (int i = random.nextInt(10); i > 0; i--) {
                    publish();
                }
            }
        }

        void check() {
            boolean holds = reader.holds();
            int at = gating ? next : first + taken + (int) reader.lost();
            assertThat(holds).isEqualTo(at < log.size());
        }
    }
}
