package io.rondo.core.ring.work;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.ring.writer.RecordWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that no participant writes end in an exception, and neither in a message nor in a standstill. */
class OverwrittenWorkQueueTest extends WorkQueueFixture {
    private static final int LINE = RecordLayout.ALIGNMENT;

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 56, 136, 500})
    void aReadyMessageWhoseHeaderHasAnotherLengthStaysReady(int headerLength) {
        publish(writer(0), 1, 100);
        memory.setHeaderAt(0, RecordLayout.committed(headerLength - RecordLayout.HEADER_LENGTH, FIRST_PRODUCER));
        long ready = entryAt(0);
        WorkReader reader = reader(0);
        assertThatThrownBy(() -> reader.take(new WorkLease())).has(reason(Reason.CORRUPT))
                .hasMessageContaining("128 bytes").hasMessageContaining(String.valueOf(headerLength));
        assertThat(entryAt(0)).isEqualTo(ready);
    }

    @Test
    void aReturnedMessageWithADamagedHeaderStaysReturned() {
        publish(writer(0), 1, 100);
        WorkReader reader = reader(0);
        reader.giveBack(taken(reader), 0);
        memory.setHeaderAt(0, RecordLayout.committed(CAPACITY, FIRST_PRODUCER));
        long returned = entryAt(0);
        assertThatThrownBy(() -> reader.take(new WorkLease())).has(reason(Reason.CORRUPT));
        assertThat(entryAt(0)).isEqualTo(returned);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, -1, LINE | 7, CAPACITY | LINE | 2, CAPACITY | LINE | 6})
    void anEntryThatNoParticipantWritesIsReported(long entry) {
        publish(writer(0), 1);
        setEntryAt(0, entry);
        assertThatThrownBy(() -> reader(0).take(new WorkLease())).has(reason(Reason.CORRUPT))
                .hasMessageContaining(Long.toHexString(entry));
    }

    @Test
    void aMessageOfAnEarlierLapAtTheConsumerIsReported() {
        RecordWriter writer = writer(0);
        WorkReader reader = reader(0);
        for (int i = 1; i <= CAPACITY / LINE; i++) {
            publish(writer, i);
            reader.acknowledge(taken(reader));
            reader.free();
        }
        setEntryAt(CAPACITY, WorkEntryLayout.ready(0, LINE, CAPACITY));
        assertThatThrownBy(() -> reader.take(new WorkLease())).has(reason(Reason.CORRUPT));
    }

    @ParameterizedTest
    @ValueSource(ints = {WorkEntryLayout.NONE, WorkEntryLayout.CLAIMED, WorkEntryLayout.READY, 7})
    void anUntakenRecordBeforeTheConsumerIsReported(int state) {
        RecordWriter writer = writer(0);
        WorkReader reader = reader(0);
        publish(writer, 1);
        publish(writer, 2);
        taken(reader);
        taken(reader);
        setEntryAt(0, state == WorkEntryLayout.NONE ? 0 : LINE | state);
        assertThatThrownBy(() -> looksNow(reader)).has(reason(Reason.CORRUPT)).hasMessageContaining("position 0");
    }

    @Test
    void aConsumerDoesNotBeginBehindTheTail() {
        publish(writer(0), 1);
        memory.set(SegmentLayout.READ, 2 * LINE);
        assertThatThrownBy(() -> reader(0)).has(reason(Reason.CORRUPT)).hasMessageContaining("behind the tail 64");
    }

    @Test
    void aConsumerThatWasLedBehindTheTailReportsIt() {
        publish(writer(0), 1);
        WorkReader one = reader(0);
        WorkReader two = reader(1);
        taken(one);
        memory.set(SegmentLayout.READ, 3 * LINE);
        assertThatThrownBy(() -> two.take(new WorkLease())).has(reason(Reason.CORRUPT))
                .hasMessageContaining("position 64");
    }

    @Test
    void aRetiredMappingLooksEmpty() {
        RecordWriter writer = writer(0);
        WorkReader reader = reader(0);
        publish(writer, 1);
        taken(reader);
        ring.header().fill((byte) 0);
        ring.data().fill((byte) 0);
        assertThat(looksNow(reader)).isFalse();
        reader.maxSleepNanos();
        assertThat(reader.holds()).isFalse();
        assertThat(reader.take(new WorkLease())).isFalse();
    }

    @Test
    void aHeaderOfAnotherLapIsNotTakenForThatOfAHeldMessage() {
        RecordWriter writer = writer(0);
        for (int i = 1; i <= CAPACITY / LINE; i++) {
            publish(writer, i);
        }
        taken(reader(0));
        assertThat(ring.headerAt(0)).isEqualTo(RecordLayout.committed(16));
        assertThat(ring.headerAt(CAPACITY)).as("not begun").isEqualTo(RecordLayout.EMPTY);
        memory.setHeaderAt(0, RecordLayout.claimed(2000, FIRST_PRODUCER));
        memory.set(SegmentLayout.HEAD, LINE);
        assertThat(RecordLayout.isPadding(ring.headerAt(0))).as("freed").isTrue();
    }

    @Test
    void aSlotWithoutAConsumerIsReported() {
        publish(writer(0), 1);
        WorkReader reader = reader(0);
        taken(reader);
        setEntryAt(0, WorkEntryLayout.held(WorkEntryLayout.HELD, SlotLayout.MAX_SLOTS - 1, 1, 1, 0));
        assertThatThrownBy(() -> looksNow(reader)).has(reason(Reason.CORRUPT)).hasMessageContaining("no consumer's");
    }
}
