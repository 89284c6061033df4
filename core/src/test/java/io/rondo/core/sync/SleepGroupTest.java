package io.rondo.core.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.SegmentLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sleeping for more words than one system call takes, with the real kernel. */
@Timeout(120)
class SleepGroupTest {
    private static final long HOUR = 3_600_000_000_000L;

    private final Arena arena = Arena.ofShared();
    private final SleepGroup group = new SleepGroup("group");
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger seen = new AtomicInteger();

    @AfterEach
    void close() {
        group.close();
        arena.close();
    }

    private List<WakeWord> words(int count) {
        MemorySegment memory = arena.allocate((long) count * SegmentLayout.LINE, SegmentLayout.LINE);
        List<WakeWord> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(new WakeWord(memory, (long) i * SegmentLayout.LINE, FenceSide.WAKER));
        }
        return words;
    }

    private static List<Parker> parkers(List<WakeWord> words) {
        return words.stream().map(word -> new Parker("member", word, () -> {})).toList();
    }

    /** Sleeps until each number up to the last is published. */
    private void sleepUntil(int last) {
        for (int next = seen.get() + 1; next <= last; next++) {
            while (published.get() < next) {
                group.prepare();
                if (published.get() < next) {
                    group.sleep(HOUR);
                }
            }
            seen.set(next);
        }
    }

    private void publish(WakeWord word) {
        int number = published.incrementAndGet();
        word.wake();
        while (seen.get() < number) {
            Thread.yield();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 300})
    void aWakeOfAnyWordEndsTheSleepAndNoneIsMissed(int count) throws InterruptedException {
        List<WakeWord> words = words(count);
        List<Parker> parkers = parkers(words);
        group.members(parkers);
        Thread sleeper = Thread.ofPlatform().daemon().start(() -> sleepUntil(2 * count));
        for (int i = 0; i < 2 * count; i++) {
            publish(words.get(i % count));
        }
        sleeper.join();
        assertThat(seen).hasValue(2 * count);
        parkers.forEach(Parker::close);
    }

    @Test
    void aVirtualThreadSleepsForManyWords() throws InterruptedException {
        List<WakeWord> words = words(200);
        List<Parker> parkers = parkers(words);
        group.members(parkers);
        Thread sleeper = Thread.ofVirtual().start(() -> sleepUntil(200));
        words.forEach(this::publish);
        sleeper.join();
        assertThat(seen).hasValue(200);
        parkers.forEach(Parker::close);
    }

    @Test
    void theSleepFollowsAChangeOfMembers() throws InterruptedException {
        List<WakeWord> words = words(300);
        List<Parker> parkers = parkers(words);
        for (int count : new int[]{300, 10, 200, 0, 300}) {
            group.members(parkers.subList(300 - count, 300));
            int last = published.get() + count;
            Thread sleeper = Thread.ofPlatform().daemon().start(() -> sleepUntil(last));
            words.subList(300 - count, 300).forEach(this::publish);
            sleeper.join();
            assertThat(seen).hasValue(last);
        }
        parkers.forEach(Parker::close);
    }

    @Test
    void theCloseOfAMemberEndsTheSleep() throws InterruptedException {
        List<Parker> parkers = parkers(words(200));
        group.members(parkers);
        Thread sleeper = Thread.ofPlatform().daemon().start(() -> sleepUntil(200));
        for (Parker parker : parkers) {
            int number = published.incrementAndGet();
            parker.close();
            while (seen.get() < number) {
                Thread.yield();
            }
        }
        sleeper.join();
        assertThat(seen).hasValue(200);
    }

    @Test
    void anInterruptAndTheEndOfWaitsEndTheSleepWithAnException() throws InterruptedException {
        List<Parker> parkers = parkers(words(200));
        group.members(parkers);
        AtomicReference<Exception> failure = new AtomicReference<>();
        for (boolean interrupted : new boolean[]{true, false}) {
            Thread sleeper = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        group.prepare();
                        group.sleep(HOUR);
                    }
                } catch (SegmentException e) {
                    failure.set(e);
                }
            });
            if (interrupted) {
                sleeper.interrupt();
            } else {
                group.endWaits();
            }
            sleeper.join();
            assertThat(failure.get()).hasMessage(interrupted ? "group: the wait was interrupted" : "group is closed");
        }
        assertThatThrownBy(group::check).hasMessage("group is closed");
        parkers.forEach(Parker::close);
    }
}
