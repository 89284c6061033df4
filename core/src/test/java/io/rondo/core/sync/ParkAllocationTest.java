package io.rondo.core.sync;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.rondo.core.layout.FenceSide;
import io.rondo.core.os.Membarrier;
import io.rondo.core.testkit.Allocation;
import io.rondo.core.wait.Condition;
import io.rondo.core.wait.WaitStrategy;
import io.rondo.core.wait.Waiter;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Neither sleeping nor waking costs an object on a platform thread. */
class ParkAllocationTest {
    @ParameterizedTest
    @EnumSource
    void sleepingAndWaking(FenceSide side) {
        assumeThat(side == FenceSide.WAKER || Membarrier.isSupported()).isTrue();
        try (Arena arena = Arena.ofShared()) {
            WakeWord word = new WakeWord(arena.allocate(128), 0, side);
            Condition never = new Condition() {
                @Override
                public boolean holds() {
                    return false;
                }

                @Override
                public long maxSleepNanos() {
                    return 1;
                }
            };
            try (Parker parker = new Parker("sleeper", word, () -> {})) {
                for (WaitStrategy strategy : List.of(WaitStrategy.park(), WaitStrategy.busySpin())) {
                    Waiter waiter = strategy.newWaiter();
                    Allocation.assertNone(() -> {
                        waiter.await(never, parker, System.nanoTime() + 100);
                        word.wake();
                    });
                }
            }
        }
    }
}
