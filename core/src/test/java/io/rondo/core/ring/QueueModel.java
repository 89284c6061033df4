package io.rondo.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.StubLiveness;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;

/** Plays random steps on a queue and on a plain model of it, and compares after each. */
final class QueueModel {
    private static final int PRODUCERS = 4;

    private final RingMemory memory;
    private final Ring ring;
    private final boolean multi;
    private final SplittableRandom random;
    private final int endurance;
    private final StubLiveness liveness = new StubLiveness().alive(0, 1, 2, 3);
    private final Producer[] producers;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private Reader reader;
    private long head;
    private long tail;
    private int recovered;
    private int delivered;

    /** {@code endurance}: how many times a participant is about to be replaced until it is. */
    QueueModel(RingMemory memory, boolean multi, int endurance, SplittableRandom random) {
        this.memory = memory;
        this.endurance = endurance;
        this.multi = multi;
        this.random = random;
        ring = memory.ring();
        head = memory.get(SegmentLayout.HEAD);
        tail = head;
        producers = new Producer[multi ? PRODUCERS : 1];
        for (int slot = 0; slot < producers.length; slot++) {
            producers[slot] = new Producer(slot);
        }
        newConsumer();
    }

    int delivered() {
        return delivered;
    }

    int recovered() {
        return recovered;
    }

    void step() {
        Producer producer = producers[random.nextInt(producers.length)];
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4, 5 -> producer.claimOrFinish(true);
            case 6 -> producer.claimOrFinish(false);
            case 7 -> producer.writer.flush();
            case 8 -> replace(producer::replace);
            case 9 -> replace(random.nextBoolean() ? this::newConsumer : this::dieConfirming);
            case 10 -> pollThrowing();
            case 11 -> recover();
            default -> poll(random.nextInt(1, 40));
        }
        check();
    }

    private void replace(Runnable replacement) {
        if (random.nextInt(endurance) == 0) {
            replacement.run();
        }
    }

    private void check() {
        boolean holds = reader.holds();
        // That look may have asked the kernel, and skipped dead claims.
        confirm(head);
        boolean readable = !entries.isEmpty()
                && (entries.peek().state == State.COMMITTED || entries.peek().state == State.ABORTED);
        assertThat(holds).isEqualTo(readable);
        assertThat(memory.get(SegmentLayout.HEAD)).isEqualTo(head);
        assertThat(confirmed()).isEqualTo(head);
        if (multi) {
            assertThat(memory.get(SegmentLayout.TAIL)).isEqualTo(tail);
        }
    }

    private long confirmed() {
        return memory.get(SegmentLayout.READ);
    }

    private void newConsumer() {
        if (multi) {
            QueueCursor cursor = QueueCursor.ofManyProducers(ring);
            DeadClaims recovery = new MultiProducerRecovery(ring, liveness, () -> recovered++);
            reader = new RecordReader(ring, cursor, recovery, cursor.confirmed());
        } else {
            QueueCursor cursor = QueueCursor.ofSingleProducer(ring);
            reader = new RecordReader(ring, cursor, DeadClaims.NONE, cursor.confirmed());
        }
    }

    /** The consumer dies when it has confirmed what it took, and before it frees any of it. */
    private void dieConfirming() {
        while (!entries.isEmpty() && entries.peek().state == State.COMMITTED && random.nextInt(4) != 0) {
            head += entries.remove().length;
        }
        memory.set(SegmentLayout.READ, head);
        newConsumer();
    }

    private void poll(int limit) {
        boolean committed = !entries.isEmpty() && entries.peek().state == State.COMMITTED;
        Expectation expectation = new Expectation(Integer.MAX_VALUE);
        int count = reader.poll(expectation, limit);
        assertThat(count).isEqualTo(expectation.count).isLessThanOrEqualTo(limit);
        if (committed) {
            assertThat(count).isPositive();
        }
        confirm(expectation.position);
    }

    private void pollThrowing() {
        Expectation expectation = new Expectation(random.nextInt(5));
        try {
            reader.poll(expectation, 40);
        } catch (ExpectedException e) {
            assertThat(expectation.count).isEqualTo(expectation.throwAt);
        }
        confirm(expectation.position);
    }

    /** All that was delivered is confirmed, and nothing after it but what aborted claims left. */
    private void confirm(long lastDelivered) {
        long confirmed = confirmed();
        assertThat(confirmed).isGreaterThanOrEqualTo(lastDelivered);
        while (head != confirmed) {
            Entry entry = entries.remove();
            head += entry.length;
            if (head > lastDelivered) {
                assertThat(entry.state).isIn(State.ABORTED, State.DEAD);
            }
        }
    }

    private void recover() {
        long dead = entries.stream().takeWhile(entry -> entry.state == State.DEAD).count();
        int before = recovered;
        // A look after a sleep asks the kernel at once, and again behind each dead claim.
        reader.maxSleepNanos();
        reader.holds();
        assertThat(recovered - before).isEqualTo((int) dead);
        confirm(head);
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

    enum State {
        OPEN, COMMITTED, ABORTED, DEAD
    }

    private static final class Entry {
        final byte[] payload;
        final int length;
        State state = State.OPEN;

        Entry(byte[] payload) {
            this.payload = payload;
            length = RecordLayout.recordLength(payload.length);
        }
    }

    private static final class ExpectedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Compares what is delivered with what lies ahead in the model. */
    private final class Expectation implements RecordHandler {
        final int throwAt;
        private final Iterator<Entry> ahead = entries.iterator();
        private long next = head;
        int count;
        long position = head;

        Expectation(int throwAt) {
            this.throwAt = throwAt;
        }

        @Override
        public void onMessage(DirectBuffer buffer, int offset, int length) {
            Entry entry = ahead.next();
            next += entry.length;
            while (entry.state == State.ABORTED) {
                entry = ahead.next();
                next += entry.length;
            }
            assertThat(entry.state).isEqualTo(State.COMMITTED);
            assertThat(buffer.capacity()).isEqualTo(length);
            byte[] payload = new byte[length];
            buffer.getBytes(offset, payload);
            assertThat(payload).isEqualTo(entry.payload);
            if (count == throwAt) {
                throw new ExpectedException();
            }
            count++;
            delivered++;
            position = next;
        }
    }

    private final class Producer {
        private final int slot;
        private RecordWriter writer;
        private Entry open;
        private long openAt;
        private boolean dead;

        Producer(int slot) {
            this.slot = slot;
            attach();
        }

        private void attach() {
            if (multi) {
                memory.set(SlotLayout.offset(slot) + SlotLayout.POSITION, SlotLayout.NONE);
                writer = new MultiProducerWriter(ring, slot, liveness);
            } else {
                writer = SingleProducerWriter.ofQueue(ring);
            }
            dead = false;
            open = null;
        }

        void claimOrFinish(boolean commit) {
            if (dead) {
                replace();
            } else if (open == null) {
                claim();
                if (open != null && random.nextInt(3) != 0) {
                    finish(commit);
                }
            } else {
                finish(commit);
            }
        }

        private void claim() {
            byte[] payload = new byte[randomLength()];
            random.nextBytes(payload);
            Entry entry = new Entry(payload);
            long offset = Claims.tryClaim(writer, ring, payload.length);
            long needed = tail + entry.length + (multi ? 0 : RecordLayout.HEADER_LENGTH);
            assertThat(offset == RecordWriter.FULL).isEqualTo(needed > head + ring.capacity());
            if (offset == RecordWriter.FULL) {
                return;
            }
            assertThat(offset).isEqualTo((tail & ring.capacity() - 1) + RecordLayout.HEADER_LENGTH);
            if (multi) {
                assertZero(offset, payload.length);
                entries.add(entry);
                openAt = tail;
                tail += entry.length;
            }
            MemorySegment.copy(payload, 0, ring.data(), ValueLayout.JAVA_BYTE, offset, payload.length);
            open = entry;
        }

        private void assertZero(long offset, int length) {
            byte[] bytes = ring.data().asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
            assertThat(Arrays.mismatch(bytes, new byte[length])).isEqualTo(-1);
        }

        private void finish(boolean commit) {
            if (commit) {
                writer.commit();
            } else {
                writer.abort();
            }
            if (multi) {
                open.state = commit ? State.COMMITTED : State.ABORTED;
                assertThat(memory.get(SlotLayout.offset(slot) + SlotLayout.POSITION)).isEqualTo(SlotLayout.NONE);
            } else if (commit) {
                open.state = State.COMMITTED;
                entries.add(open);
                tail += open.length;
            }
            open = null;
        }

        /** Dies, perhaps with an open claim, and is followed by another as soon as the slot may be used again. */
        void replace() {
            if (multi && open != null) {
                open.state = State.DEAD;
                dead = true;
                open = null;
            }
            if (!dead || openAt < head) {
                attach();
            }
            liveness.alive(IntStream.range(0, producers.length)
                    .filter(i -> producers[i] == null || !producers[i].dead).toArray());
        }
    }
}
