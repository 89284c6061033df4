package io.rondo.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.ring.reader.AbandonedClaimRecovery;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.Claims;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.StubLiveness;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;

/** Takes random steps on a queue and on a list that models it, and compares the two after each step. */
final class QueueModel {
    private static final int PRODUCERS = 4;

    private final RingMemory memory;
    private final Ring ring;
    private final boolean multi;
    private final SplittableRandom random;
    private final int endurance;
    private final StubLiveness liveness = new StubLiveness().alive(1, 2, 3, 4);
    private final Producer[] producers;
    private final LinkedList<Entry> entries = new LinkedList<>();
    private RingReader reader;
    private long head;
    private long tail;
    private int recovered;
    private int delivered;
    private int shortened;

    /** {@code endurance}: a participant is replaced once in so many attempts. */
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
            producers[slot] = new Producer(SlotLayout.FIRST_PEER + slot);
        }
        newConsumer();
    }

    int delivered() {
        return delivered;
    }

    int shortened() {
        return shortened;
    }

    int recovered() {
        return recovered;
    }

    void step() {
        Producer producer = producers[random.nextInt(producers.length)];
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> producer.claimOrFinish(Finish.COMMIT);
            case 5 -> producer.claimOrFinish(Finish.COMMIT_SHORT);
            case 6 -> producer.claimOrFinish(Finish.ABORT);
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
        // This call may have asked for liveness and skipped dead claims.
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
            QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(ring);
            AbandonedClaimRecovery recovery = new MultiProducerClaimRecovery(ring, liveness, () -> recovered++);
            reader = new RecordReader(ring, consumerPosition, recovery, consumerPosition.confirmed());
        } else {
            QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofSingleProducer(ring);
            reader = new RecordReader(ring, consumerPosition, AbandonedClaimRecovery.NONE,
                    consumerPosition.confirmed());
        }
    }

    /** The consumer dies after it has confirmed some records and before it frees any of them. */
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
        if (committed && !expectation.ended) {
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

    /** Everything delivered is confirmed, and nothing behind it except padding and dead claims. */
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
        // After maxSleepNanos the reader asks for liveness at once, and again behind each dead claim.
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

    private enum Finish {
        COMMIT, COMMIT_SHORT, ABORT
    }

    /** A record; an aborted claim and the padding behind a short commit are {@link State#ABORTED}. */
    private static final class Entry {
        byte[] payload;
        int length;
        State state = State.OPEN;

        Entry(byte[] payload) {
            this.payload = payload;
            length = RecordLayout.recordLength(payload.length);
        }

        /** Shortens this message, and returns the padding behind it; null if there is none. */
        Entry shorten(int messageLength) {
            payload = Arrays.copyOf(payload, messageLength);
            int claimed = length;
            length = RecordLayout.recordLength(messageLength);
            if (length == claimed) {
                return null;
            }
            Entry padding = new Entry(new byte[0]);
            padding.length = claimed - length;
            padding.state = State.ABORTED;
            return padding;
        }
    }

    private static final class ExpectedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Compares the delivered messages with the first entries of the model. */
    private final class Expectation implements RecordHandler {
        final int throwAt;
        private final Iterator<Entry> ahead = entries.iterator();
        private long next = head;
        private long committed = head;
        private boolean ended;
        int count;
        long position = head;

        Expectation(int throwAt) {
            this.throwAt = throwAt;
        }

        @Override
        public Action onRecord(DirectBuffer buffer, int offset, int length) {
            assertThat(ended).isFalse();
            assertThat(confirmed()).isGreaterThanOrEqualTo(committed);
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
            Action action = random.nextInt(4) != 0 ? Action.CONTINUE : Action.values()[random.nextInt(4)];
            ended = action == Action.BREAK || action == Action.ABORT;
            if (action == Action.ABORT) {
                return action;
            }
            count++;
            delivered++;
            position = next;
            committed = action == Action.COMMIT ? next : committed;
            return action;
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

        void claimOrFinish(Finish finish) {
            if (dead) {
                replace();
            } else if (open == null) {
                claim();
                if (open != null && random.nextInt(3) != 0) {
                    finish(finish);
                }
            } else {
                finish(finish);
            }
        }

        private void claim() {
            byte[] payload = Payloads.random(random, randomLength());
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

        private void finish(Finish finish) {
            Entry padding = null;
            switch (finish) {
                case COMMIT -> writer.commit();
                case COMMIT_SHORT -> padding = commitShort();
                case ABORT -> writer.abort();
            }
            boolean committed = finish != Finish.ABORT;
            if (multi) {
                open.state = committed ? State.COMMITTED : State.ABORTED;
                if (padding != null) {
                    entries.add(entries.indexOf(open) + 1, padding);
                }
                assertThat(memory.get(SlotLayout.offset(slot) + SlotLayout.POSITION)).isEqualTo(SlotLayout.NONE);
            } else if (committed) {
                open.state = State.COMMITTED;
                entries.add(open);
                tail += open.length;
            }
            open = null;
        }

        private Entry commitShort() {
            int messageLength = random.nextInt(open.payload.length + 1);
            writer.commit(messageLength);
            shortened++;
            return open.shorten(messageLength);
        }

        /** Dies, perhaps with an open claim. A successor attaches as soon as the slot may be used again. */
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
                    .filter(i -> producers[i] == null || !producers[i].dead).map(SlotLayout::peerSlot).toArray());
        }
    }
}
