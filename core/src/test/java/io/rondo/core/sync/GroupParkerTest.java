package io.rondo.core.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.os.Membarrier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sleeping on many words with the real kernel. */
@Timeout(60)
class GroupParkerTest {
    private static final long HOUR = 3_600_000_000_000L;
    private static final int ROUNDS = 300;

    private static List<WakeWord> words(Arena arena, int count, FenceSide side) {
        MemorySegment memory = arena.allocate((long) count * SegmentLayout.LINE, SegmentLayout.LINE);
        List<WakeWord> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(new WakeWord(memory, (long) i * SegmentLayout.LINE, side));
        }
        return words;
    }

    @ParameterizedTest
    @EnumSource
    void aWakeOfAnyWordEndsTheSleepAndNoneIsMissed(FenceSide side) throws InterruptedException {
        assumeThat(side == FenceSide.WAKER || Membarrier.isSupported()).isTrue();
        try (Arena arena = Arena.ofShared(); GroupParker parker = new GroupParker()) {
            List<WakeWord> words = words(arena, GroupParker.MAX_WORDS, side);
            AtomicInteger published = new AtomicInteger();
            AtomicInteger seen = new AtomicInteger();
            Thread sleeper = Thread.ofPlatform().daemon().start(() -> {
                for (int next = 1; next <= ROUNDS; next++) {
                    while (published.get() < next) {
                        parker.begin();
                        words.forEach(parker::add);
                        parker.announce();
                        if (published.get() < next) {
                            parker.sleep(HOUR);
                        }
                    }
                    seen.set(next);
                }
            });
            for (int i = 1; i <= ROUNDS; i++) {
                published.set(i);
                words.get(i % words.size()).wake();
                while (seen.get() < i) {
                    Thread.yield();
                }
            }
            sleeper.join();
        }
    }

    @Test
    void anotherThreadOfTheProcessEndsTheSleep() throws InterruptedException {
        try (GroupParker parker = new GroupParker()) {
            AtomicInteger stop = new AtomicInteger();
            Thread sleeper = Thread.ofPlatform().daemon().start(() -> {
                while (stop.get() == 0) {
                    parker.begin();
                    parker.announce();
                    if (stop.get() == 0) {
                        parker.sleep(HOUR);
                    }
                }
            });
            stop.set(1);
            parker.wake();
            sleeper.join();
            assertThat(sleeper.isAlive()).isFalse();
        }
    }

    @Test
    void moreWordsThanTheKernelTakesAreRefused() {
        try (Arena arena = Arena.ofShared(); GroupParker parker = new GroupParker()) {
            parker.begin();
            words(arena, GroupParker.MAX_WORDS, FenceSide.WAKER).forEach(parker::add);
            WakeWord further = words(arena, 1, FenceSide.WAKER).getFirst();
            assertThatThrownBy(() -> parker.add(further)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("128");
        }
    }

    @Test
    void aWakeAfterTheEndDoesNothing() {
        GroupParker parker = new GroupParker();
        parker.close();
        parker.close();
        parker.wake();
        assertThat(parker).isNotNull();
    }
}
