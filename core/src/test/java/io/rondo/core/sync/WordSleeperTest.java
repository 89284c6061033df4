package io.rondo.core.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.SegmentLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sleeping virtual threads with the real kernel. */
@Timeout(120)
class WordSleeperTest {
    private static final int THREADS = 1000;
    private static final long HOUR = 3_600_000_000_000L;

    @BeforeEach
    void requireSystemCall() {
        assumeThat(GroupParker.canSleepOnSeveral()).isTrue();
    }

    private static long sleepers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("rondo-sleep"))
                .count();
    }

    /** Waits like a participant, until the number is reached. */
    private static void sleepUntil(Parker parker, AtomicInteger published, int number) {
        while (published.get() < number) {
            parker.prepare();
            if (published.get() < number) {
                parker.sleep(HOUR);
            }
        }
    }

    @Test
    void aThousandVirtualThreadsShareTenPlatformThreadsAndMissNoWake() throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate((long) THREADS * SegmentLayout.LINE, SegmentLayout.LINE);
            List<WakeWord> words = new ArrayList<>();
            List<Parker> parkers = new ArrayList<>();
            List<AtomicInteger> published = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            AtomicInteger parks = new AtomicInteger();
            for (int i = 0; i < THREADS; i++) {
                WakeWord word = new WakeWord(memory, (long) i * SegmentLayout.LINE, FenceSide.WAKER);
                Parker parker = new Parker("sleeper " + i, word, parks::incrementAndGet);
                AtomicInteger number = new AtomicInteger();
                words.add(word);
                parkers.add(parker);
                published.add(number);
                threads.add(Thread.ofVirtual().start(() -> sleepUntil(parker, number, 3)));
            }
            while (parks.get() < THREADS) {
                Thread.yield();
            }
            assertThat(sleepers()).isBetween(1L, (long) Math.ceilDiv(THREADS, GroupParker.MAX_WORDS) + 2);
            for (int round = 1; round <= 3; round++) {
                for (int i = 0; i < THREADS; i++) {
                    published.get(i).set(round);
                    words.get(i).wake();
                }
            }
            for (Thread thread : threads) {
                thread.join();
            }
            parkers.forEach(Parker::close);
        }
    }

    @Test
    void manyVirtualThreadsSleepOnOneWord() throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            WakeWord word = new WakeWord(arena.allocate(SegmentLayout.LINE, SegmentLayout.LINE), 0, FenceSide.WAKER);
            AtomicInteger published = new AtomicInteger();
            List<Parker> parkers = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Parker parker = new Parker("sleeper " + i, word, () -> {});
                parkers.add(parker);
                threads.add(Thread.ofVirtual().start(() -> sleepUntil(parker, published, 50)));
            }
            for (int round = 1; round <= 50; round++) {
                published.set(round);
                word.wake();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            parkers.forEach(Parker::close);
        }
    }
}
