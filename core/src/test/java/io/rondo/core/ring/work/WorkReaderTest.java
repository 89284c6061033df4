package io.rondo.core.ring.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.ring.WorkSettings;
import io.rondo.core.ring.writer.RecordWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Taking, acknowledging and returning, step by step. */
class WorkReaderTest extends WorkQueueFixture {
    private static final int LINE = RecordLayout.ALIGNMENT;
    private static final long LONG_DELAY = WorkEntryLayout.MAX_DELAY_NANOS;

    private WorkLease lease = new WorkLease();

    @Test
    void eachMessageIsTakenByOneConsumer() {
        RecordWriter writer = writer(0);
        for (int i = 1; i <= 10; i++) {
            publish(writer, i);
        }
        WorkReader one = reader(0);
        WorkReader two = reader(1);
        for (int i = 1; i <= 10; i += 2) {
            assertThat(take(one, new WorkLease())).isEqualTo(i);
            assertThat(take(two, new WorkLease())).isEqualTo(i + 1);
        }
        assertThat(take(one, lease)).isZero();
        assertThat(take(two, lease)).isZero();
        assertThat(one.holds()).isFalse();
    }

    @Test
    void spaceIsFreedInOrderWhateverTheOrderOfAcknowledgements() {
        RecordWriter writer = writer(0);
        for (int i = 1; i <= 3; i++) {
            publish(writer, i);
        }
        WorkReader one = reader(0);
        WorkReader two = reader(1);
        WorkLease first = taken(one);
        WorkLease second = taken(two);
        WorkLease third = taken(one);
        assertThat(one.acknowledge(third)).isTrue();
        assertThat(one.free()).isFalse();
        assertThat(two.acknowledge(second)).isTrue();
        assertThat(two.free()).isFalse();
        assertThat(head()).isZero();
        assertThat(one.acknowledge(first)).isTrue();
        assertThat(one.free()).isTrue();
        assertThat(head()).isEqualTo(3 * LINE).isEqualTo(tail());
        assertThat(freed).isOne();
    }

    @Test
    void aLeaseIsUsedOnce() {
        publish(writer(0), 1);
        WorkReader reader = reader(0);
        WorkLease once = taken(reader);
        assertThatThrownBy(() -> reader.take(once)).isInstanceOf(IllegalStateException.class);
        reader.acknowledge(once);
        assertThatThrownBy(() -> reader.acknowledge(once)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reader.giveBack(once, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReturnedMessageIsDeliveredToAnyConsumerWithAHigherCount() {
        publish(writer(0), 1);
        WorkReader one = reader(0);
        WorkReader two = reader(1);
        assertThat(one.giveBack(taken(one), 0)).isTrue();
        assertThat(take(two, lease)).isOne();
        assertThat(lease.deliveries()).isEqualTo(2);
        assertThat(lease.isTakenOver()).isFalse();
        assertThat(two.giveBack(lease, 0)).isTrue();
        assertThat(take(one, lease)).isOne();
        assertThat(lease.deliveries()).isEqualTo(3);
        assertThat(one.acknowledge(lease)).isTrue();
        assertThat(one.free()).isTrue();
        assertThat(head()).isEqualTo(tail());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, WorkEntryLayout.MAX_DEADLINE_MILLIS})
    void anAbandonedMessageIsTakenOverAtOnceByAnyConsumer(int deadlineMillis) {
        WorkSettings settings = new WorkSettings(0, deadlineMillis);
        publish(writer(0), 1);
        WorkReader one = reader(0, settings);
        WorkReader two = reader(1, settings);
        assertThat(one.abandon(taken(one))).isTrue();
        assertThat(take(two, lease)).isOne();
        assertThat(lease.deliveries()).isEqualTo(2);
        assertThat(lease.isTakenOver()).isTrue();
        assertThat(lease.isHolderGone()).isTrue();
        assertThat(two.abandon(lease)).isTrue();
        assertThat(take(two, lease)).as("also by the consumer that has abandoned it").isOne();
        assertThat(lease.deliveries()).isEqualTo(3);
        assertThat(two.acknowledge(lease)).isTrue();
        assertThat(two.free()).isTrue();
        assertThat(head()).isEqualTo(tail());
    }

    @Test
    void theDeliveryOfAMessageThatIsPutBackDoesNotCount() {
        WorkSettings once = new WorkSettings(1, 0);
        publish(writer(0), 1);
        WorkReader one = reader(0, once);
        WorkReader two = reader(1, once);
        assertThat(one.putBack(taken(one))).isTrue();
        assertThat(take(two, lease)).isOne();
        assertThat(lease.deliveries()).isEqualTo(1);
        assertThat(lease.isDead()).isFalse();
        assertThat(two.acknowledge(lease)).isTrue();
        assertThat(two.free()).isTrue();
        assertThat(head()).isEqualTo(tail());
    }

    @Test
    void aReturnedMessageIsNotDeliveredBeforeItsDelay() {
        publish(writer(0), 1);
        WorkReader reader = reader(0);
        reader.giveBack(taken(reader), LONG_DELAY);
        assertThat(looksNow(reader)).isFalse();
        assertThat(reader.take(lease)).isFalse();
        assertThat(reader.maxSleepNanos()).isEqualTo(1_000_000_000L);
        setEntryAt(0, WorkEntryLayout.returned(1, System.nanoTime() + 500_000_000L));
        assertThat(looksNow(reader)).isFalse();
        assertThat(reader.maxSleepNanos()).isBetween(1L, 500_100_000L);
        setEntryAt(0, WorkEntryLayout.returned(1, System.nanoTime()));
        while (!looksNow(reader)) {
            Thread.onSpinWait();
        }
        assertThat(take(reader, lease)).isOne();
        assertThat(lease.deliveries()).isEqualTo(2);
    }

    @Test
    void aDeadConsumersMessagesAreTakenOver() {
        RecordWriter writer = writer(0);
        for (int i = 1; i <= 3; i++) {
            publish(writer, i);
        }
        WorkReader one = reader(0);
        WorkReader two = reader(1);
        taken(one);
        WorkLease second = taken(two);
        taken(one);
        assertThat(looksNow(two)).isFalse();
        kill(0);
        assertThat(looksNow(two)).isTrue();
        assertThat(take(two, lease)).isOne();
        assertThat(lease.deliveries()).isEqualTo(2);
        assertThat(lease.isTakenOver()).isTrue();
        assertThat(take(two, new WorkLease())).isEqualTo(3);
        assertThat(two.take(new WorkLease())).isFalse();
        assertThat(two.acknowledge(second)).isTrue();
    }

    @Test
    void aSuccessorInTheSlotDoesNotKeepADeadConsumersMessages() {
        publish(writer(0), 1);
        taken(reader(0));
        kill(0);
        WorkReader successor = reader(0);
        WorkReader other = reader(1);
        assertThat(looksNow(other)).isTrue();
        assertThat(take(successor, lease)).isOne();
        assertThat(lease.deliveries()).isEqualTo(2);
        assertThat(looksNow(other)).isFalse();
    }

    @Test
    void aConsumerThatStartsAgainInTheSlotOfADeadOneKeepsItsMessages() {
        RecordWriter writer = writer(0);
        publish(writer, 1);
        publish(writer, 2);
        taken(reader(0));
        WorkReader other = reader(1);
        kill(0);
        assertThat(looksNow(other)).isTrue();
        assertThat(take(other, new WorkLease())).isOne();
        // The round of the other consumer goes on.
        WorkReader successor = reader(0);
        WorkLease own = taken(successor);
        assertThat(other.take(lease)).isFalse();
        assertThat(successor.acknowledge(own)).isTrue();
    }

    @Test
    void messagesThatAreReturnedEachTimeAlternate() {
        RecordWriter writer = writer(0);
        publish(writer, 1);
        publish(writer, 2);
        WorkReader reader = reader(0);
        WorkLease first = taken(reader);
        WorkLease second = taken(reader);
        reader.giveBack(first, 0);
        reader.giveBack(second, 0);
        int[] deliveries = new int[3];
        for (int i = 3; i <= 22; i++) {
            publish(writer, i);
            long number = take(reader, lease);
            if (number <= 2) {
                deliveries[(int) number]++;
                reader.giveBack(lease, 0);
            } else {
                reader.acknowledge(lease);
            }
        }
        assertThat(deliveries[1]).isBetween(4, 6);
        assertThat(deliveries[2]).isBetween(4, 6);
    }

    @Test
    void aDelayOutOfRangeIsRefusedAndTheMessageStaysHeld() {
        publish(writer(0), 1);
        WorkReader reader = reader(0);
        WorkLease held = taken(reader);
        assertThatThrownBy(() -> reader.giveBack(held, LONG_DELAY + 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delay " + (LONG_DELAY + 1));
        assertThatThrownBy(() -> reader.giveBack(held, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(reader.acknowledge(held)).isTrue();
    }

    @Test
    void aStoppedConsumerKeepsItsMessagesWithoutADeadline() {
        publish(writer(0), 1);
        WorkReader stopped = reader(0);
        WorkLease held = taken(stopped);
        WorkReader other = reader(1);
        assertThat(looksNow(other)).isFalse();
        assertThat(other.maxSleepNanos()).isEqualTo(1_000_000_000L);
        assertThat(stopped.acknowledge(held)).isTrue();
    }

    @Test
    void anAcknowledgementAfterTheDeadlineIsRefused() {
        WorkSettings deadline = new WorkSettings(0, 1);
        publish(writer(0), 1);
        publish(writer(1), 2);
        WorkReader late = reader(0, deadline);
        WorkLease lost = taken(late);
        WorkLease lostToo = taken(late);
        assertThat(looksNow(late)).as("a consumer does not take over its own messages").isFalse();
        WorkReader other = reader(1, deadline);
        while (!looksNow(other)) {
            assertThat(other.maxSleepNanos()).isBetween(1L, 4_000_000L);
        }
        assertThat(take(other, lease)).isOne();
        assertThat(lease.deliveries()).isEqualTo(2);
        assertThat(lease.isTakenOver()).isTrue();
        while (!looksNow(other)) {
            Thread.onSpinWait();
        }
        assertThat(take(other, new WorkLease())).isEqualTo(2);
        assertThat(late.acknowledge(lost)).isFalse();
        assertThat(late.giveBack(lostToo, 0)).isFalse();
        assertThat(other.acknowledge(lease)).isTrue();
        assertThat(other.free()).isTrue();
        assertThat(head()).isEqualTo(LINE);
    }

    @Test
    void anOldLeaseDoesNotAcknowledgeALaterMessageOfTheSameConsumer() {
        WorkSettings deadline = new WorkSettings(0, WorkEntryLayout.MAX_DEADLINE_MILLIS);
        RecordWriter writer = writer(0);
        WorkReader reader = reader(0, deadline);
        publish(writer, 1);
        WorkLease old = taken(reader);
        long held = entryAt(0);
        // Another consumer has taken it over and acknowledged it, and the ring has gone round once.
        setEntryAt(0, WorkEntryLayout.done(0, LINE, CAPACITY));
        reader.free();
        for (int i = 1; i < CAPACITY / LINE; i++) {
            publish(writer, i);
            reader.acknowledge(taken(reader));
        }
        reader.free();
        publish(writer, 2);
        WorkLease later = taken(reader);
        assertThat(later.position()).isEqualTo(CAPACITY);
        setEntryAt(CAPACITY, held);
        assertThat(reader.acknowledge(old)).isFalse();
        assertThat(entryAt(CAPACITY)).isEqualTo(held);
    }

    @Test
    void aMessageIsDeadAfterTheMostDeliveriesUntilItIsAcknowledged() {
        WorkSettings twice = new WorkSettings(2, 0);
        publish(writer(0), 1);
        WorkReader one = reader(0, twice);
        WorkReader two = reader(1, twice);
        one.giveBack(taken(one), 0);
        assertThat(take(two, lease)).isOne();
        assertThat(lease.isDead()).isFalse();
        two.giveBack(lease, 0);
        assertThat(take(one, lease)).isOne();
        assertThat(lease.isDead()).isTrue();
        assertThat(lease.deliveries()).isEqualTo(2);
        kill(0);
        assertThat(looksNow(two)).isTrue();
        assertThat(take(two, lease = new WorkLease())).isOne();
        assertThat(lease.isDead()).isTrue();
        assertThat(lease.deliveries()).isEqualTo(2);
        two.giveBack(lease, 0);
        assertThat(take(two, lease)).isOne();
        assertThat(lease.isDead()).isTrue();
        assertThat(two.acknowledge(lease)).isTrue();
        two.free();
        assertThat(head()).isEqualTo(tail());
    }

    @Test
    void aMessageThatIsReturnedAgainAndAgainDoesNotHoldNewMessagesUp() {
        RecordWriter writer = writer(0);
        publish(writer, 100);
        WorkReader reader = reader(0);
        reader.giveBack(taken(reader), 0);
        for (int i = 1; i <= 5; i++) {
            publish(writer, i);
            long first = take(reader, lease);
            finish(reader, first);
            long second = take(reader, lease);
            finish(reader, second);
            assertThat(new long[]{first, second}).containsExactlyInAnyOrder(100, i);
        }
    }

    private void finish(WorkReader reader, long number) {
        if (number == 100) {
            reader.giveBack(lease, 0);
        } else {
            reader.acknowledge(lease);
        }
    }

    @Test
    void aReturnedMessageIsFoundAlthoughNewMessagesKeepComing() {
        RecordWriter writer = writer(0);
        WorkReader one = reader(0);
        WorkReader two = reader(1);
        publish(writer, 100);
        WorkLease returned = taken(one);
        for (int i = 1; i <= 20; i++) {
            publish(writer, i);
        }
        assertThat(take(two, lease)).isOne();
        two.acknowledge(lease);
        one.giveBack(returned, 0);
        assertThat(take(two, lease)).isEqualTo(100);
    }

    @Test
    void returnsDoNotAskTheKernelEachTime() {
        RecordWriter writer = writer(0);
        publish(writer, 1);
        publish(writer, 2);
        WorkReader one = reader(0);
        WorkReader two = reader(1);
        taken(one);
        long begin = System.nanoTime();
        int[] questions = {0};
        liveness.onQuestion(() -> questions[0]++);
        for (int i = 0; i < 2000; i++) {
            assertThat(take(two, lease)).isEqualTo(2);
            two.giveBack(lease, 0);
        }
        assertThat(questions[0]).isPositive()
                .isLessThanOrEqualTo((int) ((System.nanoTime() - begin) / 20_000_000L) + 1);
    }

    @Test
    void aDeathIsFoundAlthoughMessagesAreReturnedAllTheTime() {
        RecordWriter writer = writer(0);
        publish(writer, 1);
        publish(writer, 2);
        WorkReader two = reader(1);
        taken(reader(0));
        assertThat(take(two, lease)).isEqualTo(2);
        two.giveBack(lease, 0);
        kill(0);
        while (take(two, lease) != 1) {
            two.giveBack(lease, 0);
        }
        assertThat(lease.isTakenOver()).isTrue();
    }

    @Test
    void positionsAndMessagesAreRightOverManyLapsOfAllLengths() {
        RecordWriter writer = writer(0);
        WorkReader reader = reader(0);
        for (int i = 1; i < 2000; i++) {
            int length = 8 + i * 37 % 2000;
            long position = tail();
            publish(writer, i, length);
            assertThat(take(reader, lease)).isEqualTo(i);
            assertThat(lease.length()).isEqualTo(length);
            assertThat(lease.position()).isEqualTo(position);
            assertThat(reader.acknowledge(lease)).isTrue();
            assertThat(reader.free()).isTrue();
        }
        assertThat(head()).isEqualTo(tail()).isGreaterThan(100L * CAPACITY);
    }

    @Test
    void abortedClaimsAndTheRestOfShortCommitsAreFreed() {
        RecordWriter writer = writer(0);
        WorkReader reader = reader(0);
        writer.tryClaim(1000);
        writer.abort();
        assertThat(reader.holds()).isFalse();
        assertThat(head()).isEqualTo(tail()).isEqualTo(1024);
        long payload = writer.tryClaim(1000);
        write(payload, 16, 7);
        writer.commit(16);
        assertThat(take(reader, lease)).isEqualTo(7);
        assertThat(lease.length()).isEqualTo(16);
        reader.acknowledge(lease);
        assertThat(reader.take(lease)).isFalse();
        assertThat(head()).isEqualTo(tail()).isEqualTo(2048);
    }

    @Test
    void aFullRingTakesNoMessageUntilTheOldestIsAcknowledged() {
        RecordWriter writer = writer(0);
        WorkReader reader = reader(0);
        for (int i = 1; i <= CAPACITY / LINE; i++) {
            publish(writer, i);
        }
        WorkLease oldest = taken(reader);
        while (reader.take(lease)) {
            reader.acknowledge(lease);
        }
        reader.free();
        assertThat(writer.tryClaim(0)).isEqualTo(RecordWriter.FULL);
        reader.acknowledge(oldest);
        reader.free();
        assertThat(writer.tryClaim(RecordLayout.maxMessageLength(CAPACITY))).isNotEqualTo(RecordWriter.FULL);
    }

    @Test
    void aNewConsumerBeginsBehindTheMessagesThatWereTaken() {
        RecordWriter writer = writer(0);
        for (int i = 1; i <= 3; i++) {
            publish(writer, i);
        }
        WorkReader one = reader(0);
        taken(one);
        taken(one);
        WorkReader two = reader(1);
        assertThat(take(two, lease)).isEqualTo(3);
    }

    @Test
    void anUnfinishedClaimOfALiveProducerIsWaitedFor() {
        RecordWriter slow = writer(0);
        long payload = slow.tryClaim(16);
        publish(writer(1), 2);
        WorkReader reader = reader(0);
        assertThat(looksNow(reader)).isFalse();
        assertThat(reader.maxSleepNanos()).isEqualTo(50_000_000L);
        assertThat(reader.holds()).isFalse();
        write(payload, 16, 1);
        slow.commit();
        assertThat(take(reader, lease)).isOne();
        assertThat(take(reader, new WorkLease())).isEqualTo(2);
    }

    @Test
    void anUnfinishedClaimOfADeadProducerIsSkipped() {
        writer(0).tryClaim(500);
        publish(writer(1), 2);
        WorkReader reader = reader(0);
        kill(FIRST_PRODUCER);
        reader.maxSleepNanos();
        assertThat(take(reader, lease)).isEqualTo(2);
        assertThat(recovered).isOne();
        reader.acknowledge(lease);
        reader.free();
        assertThat(head()).isEqualTo(tail());
    }
}
