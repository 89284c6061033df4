package io.rondo.core.sync;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.WaiterLayout;
import io.rondo.core.os.Membarrier;
import io.rondo.core.wait.WaitStrategy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sleeping and waking with the real kernel. */
class ParkerTest {
    private static final long HOUR = 3_600_000_000_000L;
    private static final int NEXT_IDLE = 4;
    private static final int ROUNDS = 50;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(128);
    private final Semaphore parked = new Semaphore(0);

    @BeforeEach
    void register() {
        if (Membarrier.isSupported()) {
            Membarrier.register();
        }
    }

    @AfterEach
    void free() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private WakeWord word(FenceSide side) {
        assumeThat(side == FenceSide.WAKER || Membarrier.isSupported()).isTrue();
        return new WakeWord(memory, 64, side);
    }

    private Parker parker(WakeWord word) {
        return new Parker("sleeper", word, parked::release);
    }

    private int value() {
        return memory.get(ValueLayout.JAVA_INT, 64);
    }

    private static Throwable endOf(Thread thread, AtomicReference<Throwable> failure) throws InterruptedException {
        thread.join();
        return failure.get();
    }

    private Thread sleeping(Thread.Builder builder, Parker parker, AtomicReference<Throwable> end) {
        return builder.start(() -> {
            try {
                parker.prepare();
                parker.sleep(HOUR);
            } catch (RuntimeException e) {
                end.set(e);
                if (e instanceof SegmentException s && s.reason() == Reason.INTERRUPTED
                        && !Thread.currentThread().isInterrupted()) {
                    end.set(new AssertionError("the interrupt status was lost", e));
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void noThreadIsWokenWithoutAnAnnouncement(FenceSide side) {
        WakeWord word = word(side);
        assertThat(word.wake()).isFalse();
        word.announce();
        assertThat(WaiterLayout.state(value())).isEqualTo(WaiterLayout.ARMED);
        assertThat(word.wake()).isTrue();
        assertThat(value()).isEqualTo(NEXT_IDLE);
        assertThat(word.wake()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anAnnouncementThatWasClearedIsNotSleptOn(FenceSide side) {
        WakeWord word = word(side);
        try (Parker parker = parker(word)) {
            parker.prepare();
            word.wake();
            parker.sleep(HOUR);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSleeperThatWasWokenBeforeItSleptIsNotPutToSleepByTheNextAnnouncement(FenceSide side) {
        WakeWord word = word(side);
        try (Parker one = parker(word); Parker two = parker(word)) {
            one.prepare();
            word.wake();
            two.prepare();
            one.sleep(HOUR);
        }
    }

    @Test
    void theWordCountsOnBeyondTheLargestNumber() {
        memory.set(ValueLayout.JAVA_INT, 64, Integer.MAX_VALUE - 3);
        WakeWord word = word(FenceSide.WAKER);
        try (Parker parker = parker(word)) {
            for (int i = 0; i < 3; i++) {
                parker.prepare();
                assertThat(word.wake()).isTrue();
                parker.sleep(HOUR);
                assertThat(word.wake()).isFalse();
            }
        }
        assertThat(value()).isEqualTo(Integer.MIN_VALUE + 2 * NEXT_IDLE);
    }

    @ParameterizedTest
    @EnumSource
    void aWakeEndsTheSleepOfAll(FenceSide side) throws Exception {
        WakeWord word = word(side);
        AtomicReference<Throwable> end = new AtomicReference<>();
        try (Parker one = parker(word); Parker two = parker(word)) {
            Thread platform = sleeping(Thread.ofPlatform(), one, end);
            Thread virtual = sleeping(Thread.ofVirtual(), two, end);
            parked.acquire(2);
            word.wake();
            platform.join();
            virtual.join();
        }
        assertThat(end.get()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aSleeperAnnouncesItselfOnceUntilAWakerHasChangedTheWord(FenceSide side) {
        WakeWord word = word(side);
        try (Parker parker = parker(word)) {
            parker.prepare();
            int announced = value();
            parker.prepare();
            assertThat(value()).isEqualTo(announced);
            assertThat(word.wake()).isTrue();
            parker.prepare();
            assertThat(WaiterLayout.state(value())).isEqualTo(WaiterLayout.ARMED);
            assertThat(value()).isNotEqualTo(announced);
        }
    }

    @Test
    void aSleeperFencesOncePerAnnouncement() {
        AtomicInteger fences = new AtomicInteger();
        WakeWord word = new WakeWord(memory, 64, FenceSide.SLEEPER, fences::incrementAndGet);
        try (Parker parker = parker(word)) {
            for (int announcement = 1; announcement <= 3; announcement++) {
                parker.prepare();
                parker.prepare();
                assertThat(fences).hasValue(announcement);
                assertThat(word.wake()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSleeperThatFindsAMessageAfterAnnouncingLeavesTheWordArmed(FenceSide side) {
        WakeWord word = word(side);
        int[] looks = {0};
        try (Parker parker = parker(word)) {
            assertThat(WaitStrategy.park().newWaiter().await(() -> ++looks[0] == 2, parker, System.nanoTime() + HOUR))
                    .isTrue();
        }
        assertThat(value()).isEqualTo(WaiterLayout.ARMED);
        assertThat(word.wake()).isTrue();
        assertThat(value()).isEqualTo(NEXT_IDLE);
        assertThat(parked.availablePermits()).isZero();
    }

    /** What a waker does before it stops between its CAS and its system call. */
    private void oweAWake() {
        assertThat(WaiterLayout.state(value())).isEqualTo(WaiterLayout.ARMED);
        memory.set(ValueLayout.JAVA_INT, 64, WaiterLayout.owed(value()));
    }

    @ParameterizedTest
    @EnumSource
    void aWakerEndsTheWakeOfAWakerThatStoppedBeforeItsSystemCall(FenceSide side) throws Exception {
        WakeWord word = word(side);
        for (int round = 0; round < ROUNDS; round++) {
            AtomicReference<Throwable> end = new AtomicReference<>();
            try (Parker parker = parker(word)) {
                Thread sleeper = sleeping(Thread.ofPlatform(), parker, end);
                parked.acquire();
                oweAWake();
                assertThat(word.wake()).isTrue();
                assertThat(endOf(sleeper, end)).isNull();
            }
            assertThat(word.wake()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSleeperEndsTheWakeOfAWakerThatStoppedBeforeItsSystemCall(FenceSide side) throws Exception {
        WakeWord word = word(side);
        for (int round = 0; round < ROUNDS; round++) {
            AtomicReference<Throwable> end = new AtomicReference<>();
            try (Parker parker = parker(word); Parker next = parker(word)) {
                Thread sleeper = sleeping(Thread.ofPlatform(), parker, end);
                parked.acquire();
                oweAWake();
                next.prepare();
                assertThat(endOf(sleeper, end)).isNull();
            }
            assertThat(WaiterLayout.state(value())).isEqualTo(WaiterLayout.ARMED);
            assertThat(word.wake()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOverwrittenWordIsUsedAgainAfterOneWake(FenceSide side) {
        memory.set(ValueLayout.JAVA_INT, 64, -1);
        WakeWord word = word(side);
        assertThat(word.wake()).isTrue();
        assertThat(value()).isZero();
        memory.set(ValueLayout.JAVA_INT, 64, -1);
        word.announce();
        assertThat(value()).isEqualTo(WaiterLayout.ARMED);
    }

    @Test
    void anInterruptEndsTheSleepAndStaysSet() throws Exception {
        for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            for (int round = 0; round < 50; round++) {
                AtomicReference<Throwable> end = new AtomicReference<>();
                try (Parker parker = parker(word(FenceSide.WAKER))) {
                    Thread thread = sleeping(builder, parker, end);
                    parked.acquire();
                    thread.interrupt();
                    assertThat(endOf(thread, end)).has(reason(Reason.INTERRUPTED))
                            .hasMessageContaining("sleeper");
                }
            }
        }
    }

    @Test
    void aThreadThatIsInterruptedBeforeDoesNotSleep() {
        try (Parker parker = parker(word(FenceSide.WAKER))) {
            Thread.currentThread().interrupt();
            parker.prepare();
            assertThatThrownBy(() -> parker.sleep(HOUR)).has(reason(Reason.INTERRUPTED));
            assertThatThrownBy(parker::check).has(reason(Reason.INTERRUPTED));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void closingEndsTheSleep() throws Exception {
        for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            for (int round = 0; round < 50; round++) {
                AtomicReference<Throwable> end = new AtomicReference<>();
                Parker parker = parker(word(FenceSide.WAKER));
                Thread thread = sleeping(builder, parker, end);
                parked.acquire();
                parker.close();
                parker.close();
                assertThat(endOf(thread, end)).has(reason(Reason.CLOSED)).hasMessageContaining("sleeper");
            }
        }
    }

    @Test
    void anInterruptAfterTheWordIsUnmappedReportsThatTheParkerIsClosed() {
        Parker parker = parker(word(FenceSide.WAKER));
        parker.prepare();
        parker.close();
        arena.close();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> parker.sleep(HOUR)).has(reason(Reason.CLOSED));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void virtualThreadsThatSleepLeaveTheCarriersToOthers() throws Exception {
        int sleepers = 4 * Runtime.getRuntime().availableProcessors() + 10;
        WakeWord word = word(FenceSide.WAKER);
        AtomicReference<Throwable> end = new AtomicReference<>();
        List<Parker> parkers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < sleepers; i++) {
            parkers.add(parker(word));
            threads.add(sleeping(Thread.ofVirtual(), parkers.get(i), end));
        }
        parked.acquire(sleepers);
        CountDownLatch others = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            Thread.ofVirtual().start(others::countDown);
        }
        others.await();
        word.wake();
        for (Thread thread : threads) {
            thread.join();
        }
        parkers.forEach(Parker::close);
        assertThat(end.get()).isNull();
    }

    /** Each side waits for the other with both words and no time limit: one lost wake-up would end it. */
    @ParameterizedTest
    @EnumSource
    void noWakeUpIsLost(FenceSide side) throws Exception {
        int rounds = 20_000;
        WakeWord forward = word(side);
        WakeWord backward = new WakeWord(memory, 0, side);
        AtomicInteger turn = new AtomicInteger();
        Thread other = Thread.ofPlatform().start(() -> play(turn, 1, rounds, backward, forward));
        play(turn, 0, rounds, forward, backward);
        other.join();
        assertThat(turn.get()).isEqualTo(2 * rounds);
    }

    private void play(AtomicInteger turn, int parity, int rounds, WakeWord sleepsIn, WakeWord wakes) {
        try (Parker parker = new Parker("player", sleepsIn, () -> {})) {
            for (int round = 0; round < rounds; round++) {
                int mine = 2 * round + parity;
                while (turn.getAcquire() != mine) {
                    parker.prepare();
                    if (turn.getAcquire() != mine) {
                        parker.sleep(HOUR);
                    }
                }
                turn.setRelease(mine + 1);
                wakes.wake();
            }
        }
    }
}
