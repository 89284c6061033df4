package io.rondo.core.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sleeping in the kernel. */
class FutexTest {
    private static final long FOREVER = 3_600_000_000_000L;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment word = arena.allocate(ValueLayout.JAVA_INT);
    private final MemorySegment timespec = arena.allocate(Futex.TIMESPEC_LENGTH, Long.BYTES);

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void doesNotSleepWhenTheWordHasAnotherValue() {
        Futex.await(word.address(), 1, timespec, FOREVER);
    }

    @Test
    void endsAtTheTimeout() {
        Futex.await(word.address(), 0, timespec, 2_000_000);
        Futex.await(word.address(), 0, timespec, 0);
    }

    @Test
    void allSleepersAreWoken() throws InterruptedException {
        MemorySegment other = arena.allocate(Futex.TIMESPEC_LENGTH, Long.BYTES);
        Thread one = Thread.ofPlatform().start(() -> Futex.await(word.address(), 0, timespec, FOREVER));
        Thread two = Thread.ofPlatform().start(() -> Futex.await(word.address(), 0, other, FOREVER));
        long woken = 0;
        while (woken < 2) {
            woken += Futex.wakeAll(word.address());
            Thread.onSpinWait();
        }
        one.join();
        two.join();
        assertThat(Futex.wakeAll(word.address())).isZero();
    }

    @Test
    void anAddressThatIsNotMappedIsAnAnswerAndNoCrash() {
        assertThat(Futex.wakeAll(0)).isNegative();
        Futex.await(8, 0, timespec, FOREVER);
    }

    @Test
    void membarrierWorksOnceRegistered() {
        assumeThat(Membarrier.isSupported()).isTrue();
        Membarrier.register();
        Membarrier.register();
        Membarrier.fence();
    }
}
