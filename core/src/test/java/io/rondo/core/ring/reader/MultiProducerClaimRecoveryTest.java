package io.rondo.core.ring.reader;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.testkit.Claims;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import io.rondo.core.wait.Condition;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state in which a producer can die, one step at a time. */
class MultiProducerClaimRecoveryTest {
    private static final long START = (1L << 32) - 512;
    private static final int OWNER = 3;
    private static final int LOSER = 5;
    private static final int OTHER_LOSER = 1;
    private static final int NEXT = 7;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private Ring ring;
    private final StubLiveness liveness = new StubLiveness();
    private final List<Integer> delivered = new ArrayList<>();
    private int recovered;
    private RingReader reader;

    @BeforeEach
    void map() {
        memory = new RingMemory(directory, RingMemory.CAPACITY, START);
        ring = memory.ring();
        newReader();
    }

    private void newReader() {
        QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(ring);
        reader = new RecordReader(ring, consumerPosition,
                new MultiProducerClaimRecovery(ring, liveness, () -> recovered++),
                consumerPosition.confirmed());
    }

    @AfterEach
    void unmap() {
        memory.close();
    }

    /** A look after a sleep, which asks the kernel at once. */
    private int look() {
        reader.maxSleepNanos();
        return reader.forEach((buffer, offset, length) -> delivered.add(length), 10);
    }

    private void intent(int slot, long position, int messageLength) {
        memory.set(SlotLayout.offset(slot) + SlotLayout.INTENT_LENGTH, RecordLayout.recordLength(messageLength));
        memory.set(SlotLayout.offset(slot) + SlotLayout.POSITION, position);
    }

    private void withdraw(int slot) {
        memory.set(SlotLayout.offset(slot) + SlotLayout.POSITION, SlotLayout.NONE);
    }

    /** Dies right after its CAS. */
    private long claimWithoutHeader(int slot, int messageLength) {
        long position = memory.get(SegmentLayout.TAIL);
        intent(slot, position, messageLength);
        memory.set(SegmentLayout.TAIL, position + RecordLayout.recordLength(messageLength));
        return position;
    }

    private void publish(int slot, int messageLength) {
        RecordWriter writer = new MultiProducerWriter(ring, slot, liveness);
        assertThat(writer.tryClaim(messageLength)).isNotEqualTo(RecordWriter.FULL);
        writer.commit();
    }

    private void assertSkippedTo(long position) {
        assertThat(recovered).isEqualTo(1);
        assertThat(memory.get(SegmentLayout.READ)).isEqualTo(position);
        assertThat(memory.get(SegmentLayout.HEAD)).isEqualTo(position);
        long length = position - START;
        byte[] bytes = ring.data().asSlice(START & ring.capacity() - 1, length)
                .toArray(ValueLayout.JAVA_BYTE);
        assertThat(bytes).containsOnly(0);
    }

    private void assertNothingHappened() {
        assertThat(recovered).isZero();
        assertThat(memory.get(SegmentLayout.READ)).isEqualTo(START);
        assertThat(memory.get(SegmentLayout.HEAD)).isEqualTo(START);
    }

    @Test
    void aDeadClaimWithItsHeaderIsSkippedAndWhatFollowsIsDelivered() {
        RecordWriter dead = new MultiProducerWriter(ring, OWNER, liveness);
        long payload = Claims.tryClaim(dead, ring, 100);
        ring.data().asSlice(payload, 100).fill((byte) 7);
        publish(NEXT, 20);
        liveness.alive(NEXT);
        assertThat(look()).isZero();
        assertSkippedTo(START + 128);
        assertThat(look()).isEqualTo(1);
        assertThat(delivered).containsExactly(20);
    }

    @Test
    void aLookFindsAMessageAndAClaim() {
        while (!reader.isQuiet()) {
            reader.forEach((buffer, offset, length) -> {}, 1);
        }
        RecordWriter writer = new MultiProducerWriter(ring, NEXT, liveness);
        liveness.alive(NEXT);
        writer.tryClaim(20);
        assertThat(reader.isQuiet()).isFalse();
        writer.commit();
        assertThat(reader.isQuiet()).isFalse();
    }

    @Test
    void aLongMessageBehindPaddingIsDeliveredByTheSamePoll() {
        memory.close();
        memory = new RingMemory(directory, 4 * RecordLayout.LONG, START);
        ring = memory.ring();
        newReader();
        RecordWriter writer = new MultiProducerWriter(ring, OWNER, liveness);
        writer.tryClaim(8);
        writer.abort();
        publish(NEXT, RecordLayout.LONG);
        assertThat(look()).isEqualTo(1);
        assertThat(delivered).containsExactly(RecordLayout.LONG);
    }

    @Test
    void aLiveClaimWithItsHeaderIsWaitedFor() {
        new MultiProducerWriter(ring, OWNER, liveness).tryClaim(100);
        publish(NEXT, 20);
        liveness.alive(OWNER, NEXT);
        assertThat(look()).isZero();
        assertNothingHappened();
    }

    @Test
    void aCommitJustBeforeDeathIsDelivered() {
        RecordWriter writer = new MultiProducerWriter(ring, OWNER, liveness);
        writer.tryClaim(100);
        // It commits while the kernel is being asked, and dies before the answer.
        liveness.onQuestion(writer::commit);
        assertThat(look()).isZero();
        assertNothingHappened();
        assertThat(look()).isEqualTo(1);
        assertThat(delivered).containsExactly(100);
    }

    @Test
    void aCommitBeforeTheIntentWasWithdrawnIsDelivered() {
        new MultiProducerWriter(ring, OWNER, liveness).tryClaim(100);
        memory.setHeaderAt(START, RecordLayout.committed(100));
        assertThat(look()).isEqualTo(1);
        assertThat(delivered).containsExactly(100);
        assertThat(recovered).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 100, 2040})
    void aDeadClaimWithoutAHeaderIsSkipped(int messageLength) {
        claimWithoutHeader(OWNER, messageLength);
        assertThat(look()).isZero();
        assertSkippedTo(START + RecordLayout.recordLength(messageLength));
    }

    @Test
    void aLiveClaimWithoutAHeaderIsWaitedFor() {
        claimWithoutHeader(OWNER, 100);
        liveness.alive(OWNER);
        assertThat(look()).isZero();
        assertNothingHappened();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 60, 130, 2040})
    void aDeadLoserOfTheRaceDoesNotMislead(int losersLength) {
        intent(LOSER, START, losersLength);
        claimWithoutHeader(OWNER, 100);
        assertThat(look()).isZero();
        assertSkippedTo(START + 128);
    }

    @ParameterizedTest
    @CsvSource({"8, 16", "8, 2040", "2040, 16", "1000, 2040", "100, 100", "60, 130"})
    void twoDeadLosersDoNotAffectTheProducerThatClaimedBehind(int one, int other) {
        for (Behind behind : Behind.values()) {
            for (int owner : new int[]{OWNER, LOSER, OTHER_LOSER}) {
                memory.reset(START);
                recovered = 0;
                newReader();
                intent(OWNER, START, one);
                intent(LOSER, START, other);
                intent(OTHER_LOSER, START, one);
                claimWithoutHeader(owner, 100);
                claimBehind(behind);
                liveness.alive(NEXT);
                assertThat(look()).isZero();
                assertSkippedTo(START + 128);
            }
        }
    }

    enum Behind {
        NO_PRODUCER, INTENT, HEADER, COMMITTED, DEAD_INTENT
    }

    private void claimBehind(Behind behind) {
        switch (behind) {
            case NO_PRODUCER -> {
            }
            case INTENT -> claimWithoutHeader(NEXT, 32);
            case HEADER -> new MultiProducerWriter(ring, NEXT, liveness).tryClaim(32);
            case COMMITTED -> publish(NEXT, 32);
            case DEAD_INTENT -> claimWithoutHeader(NEXT + 1, 32);
        }
    }

    @Test
    void theLongestClaimsToTheEndOfTheLapAreSkipped() {
        intent(LOSER, START, 8);
        claimWithoutHeader(OWNER, 2040);
        publish(NEXT, 2040);
        liveness.alive(NEXT);
        assertThat(memory.get(SegmentLayout.TAIL)).isEqualTo(START + RingMemory.CAPACITY);
        look();
        assertSkippedTo(START + 2048);
        assertThat(look()).isEqualTo(1);
        assertThat(delivered).containsExactly(2040);
    }

    @Test
    void oneLiveCandidateAmongTheDeadIsWaitedFor() {
        for (int live : new int[]{OWNER, LOSER, OTHER_LOSER}) {
            memory.reset(START);
            newReader();
            intent(LOSER, START, 8);
            intent(OTHER_LOSER, START, 200);
            claimWithoutHeader(OWNER, 100);
            liveness.alive(live);
            look();
            assertNothingHappened();
        }
    }

    @Test
    void withoutACandidateItLooksAgainAndNeverSkips() {
        claimWithoutHeader(OWNER, 100);
        withdraw(OWNER);
        look();
        assertNothingHappened();
        memory.setHeaderAt(START, RecordLayout.committed(100));
        assertThat(look()).isEqualTo(1);
    }

    @Test
    void aHeaderThatAppearsWhileTheSlotsAreReadIsBelieved() {
        intent(LOSER, START, 8);
        claimWithoutHeader(OWNER, 100);
        withdraw(OWNER);
        liveness.onQuestion(() -> memory.setHeaderAt(START, RecordLayout.committed(100)));
        assertThat(look()).isZero();
        assertNothingHappened();
        assertThat(look()).isEqualTo(1);
        assertThat(delivered).containsExactly(100);
    }

    @Test
    void anIntentWithoutAClaimBlocksNoParticipant() {
        intent(LOSER, START, 8);
        look();
        assertNothingHappened();
        publish(NEXT, 20);
        assertThat(look()).isEqualTo(1);
    }

    @Test
    void intentsOfEarlierLapsAndLaterPositionsAreNoCandidates() {
        intent(LOSER, START - RingMemory.CAPACITY, 8);
        intent(OTHER_LOSER, START + 1024, 8);
        claimWithoutHeader(OWNER, 100);
        look();
        assertSkippedTo(START + 128);
    }

    @ParameterizedTest
    @CsvSource({"-108, 65", "-108, -1", "-7, 3", "-2147483648, 3", "-2049, 3", "-1, 3"})
    void aClaimedHeaderThatNoProducerWritesIsCorruption(int length, int type) {
        publishRaw((long) type << 32 | length & 0xFFFF_FFFFL);
        assertThatThrownBy(this::look).has(reason(Reason.CORRUPT)).hasMessageContaining("test")
                .hasMessageContaining(String.valueOf(START));
        assertThat(memory.get(SegmentLayout.READ)).isEqualTo(START);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 2049, Integer.MAX_VALUE})
    void aCommittedLengthThatNoProducerWritesIsCorruption(int length) {
        publishRaw(length);
        assertThatThrownBy(this::look).has(reason(Reason.CORRUPT))
                .hasMessageContaining(String.valueOf(length));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -8, 7, 2056, Long.MAX_VALUE})
    void anIntentsLengthThatNoProducerWritesIsCorruption(long length) {
        claimWithoutHeader(OWNER, 100);
        memory.set(SlotLayout.offset(OWNER) + SlotLayout.INTENT_LENGTH, length);
        assertThatThrownBy(this::look).has(reason(Reason.CORRUPT));
    }

    private void publishRaw(long header) {
        memory.set(SegmentLayout.TAIL, START + 128);
        memory.setHeaderAt(START, header);
    }

    @Test
    void aTailThatIsBeforeTheConsumerIsCorruption() {
        memory.set(SegmentLayout.TAIL, START - 64);
        assertThatThrownBy(this::look).has(reason(Reason.CORRUPT)).hasMessageContaining("tail " + (START - 64));
    }

    @Test
    void sleepsAreShortWhileAClaimIsOpenAndTheKernelIsNotAskedAtEveryLook() {
        assertThat(reader.maxSleepNanos()).isEqualTo(Condition.MAX_SLEEP_NANOS);
        new MultiProducerWriter(ring, OWNER, liveness).tryClaim(100);
        assertThat(reader.maxSleepNanos()).isEqualTo(50_000_000L);
        int[] questions = {0};
        liveness.alive(OWNER).onQuestion(() -> questions[0]++);
        for (int i = 0; i < 100_000; i++) {
            reader.holds();
        }
        assertThat(questions[0]).isBetween(1, 50_000);
    }

    @Test
    void aConsumerThatOnlyPollsFindsADeadClaimToo() {
        claimWithoutHeader(OWNER, 100);
        while (recovered == 0) {
            pollUnlessQuiet();
        }
        assertSkippedTo(START + 128);
    }

    @Test
    void aConsumerThatPollsSeldomFindsADeadClaimAtTheNextPoll() {
        for (int i = 0; i < 20; i++) {
            pollAfterAWhile();
        }
        claimWithoutHeader(OWNER, 100);
        pollAfterAWhile();
        assertSkippedTo(START + 128);
    }

    private void pollAfterAWhile() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < 25_000_000L) {
            LockSupport.parkNanos(1_000_000L);
        }
        pollUnlessQuiet();
    }

    private void pollUnlessQuiet() {
        if (!reader.isQuiet()) {
            reader.forEach((buffer, offset, length) -> {}, 1);
        }
    }

    @Test
    void aConsumerKilledBetweenConfirmingAndFreeingIsCompletedByTheNext() {
        publish(OWNER, 100);
        publish(OWNER, 200);
        publish(OWNER, 300);
        // Killed: confirmed two, zeroed part of them, did not move the head.
        memory.set(SegmentLayout.READ, START + 128 + 256);
        Words.zero(ring.data(), ring.offset(START), 50);
        newReader();
        assertSkippedToWithoutRecovery(START + 384);
        assertThat(look()).isEqualTo(1);
        assertThat(delivered).containsExactly(300);
    }

    private void assertSkippedToWithoutRecovery(long position) {
        recovered++;
        assertSkippedTo(position);
    }

    @ParameterizedTest
    @CsvSource({"-8, 0", "0, 4104", "0, 4", "3, 3", "0, -4096", "8, 9223372036854775800", "-1, 0"})
    void aConfirmedPositionNoConsumerStoresIsCorruption(long head, long read) {
        memory.set(SegmentLayout.HEAD, head);
        memory.set(SegmentLayout.READ, read);
        assertThatThrownBy(() -> QueueConsumerPosition.ofManyProducers(ring)).has(reason(Reason.CORRUPT))
                .hasMessageContaining("test");
    }
}
