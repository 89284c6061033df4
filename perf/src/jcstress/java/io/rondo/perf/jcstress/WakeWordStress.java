package io.rondo.perf.jcstress;

import io.rondo.core.layout.FenceSide;
import io.rondo.core.memory.Words;
import io.rondo.core.os.Membarrier;
import io.rondo.core.sync.WakeWord;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJ_Result;

/**
 * The waiter word itself, with the fence on either side: the waker publishes and wakes, the sleeper announces itself and looks.
 * The first result is whether the waker found a sleeper, the second what the sleeper found.
 */
public class WakeWordStress {
    private static final long PUBLISHED = 0;
    private static final long WAITERS = 128;

    private final MemorySegment memory = Arena.ofAuto().allocate(WAITERS + Long.BYTES, Long.BYTES);
    private final WakeWord word;

    WakeWordStress(FenceSide side) {
        word = new WakeWord(memory, WAITERS, side);
    }

    boolean publishAndWake() {
        Words.setLongRelease(memory, PUBLISHED, 1);
        return word.wake();
    }

    long announceAndLook() {
        word.announce();
        return Words.getLongAcquire(memory, PUBLISHED);
    }

    /** The sleeper pays, with membarrier; where there is none, no channel asks for it. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Both stored before either looked: a needless wake.")
    @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "The sleeper looked too early: it is woken.")
    @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "The waker looked too early: the sleeper finds it.")
    @Outcome(id = "false, 0", expect = Expect.FORBIDDEN, desc = "Nobody wakes a sleeper that has not seen the message.")
    @State
    public static class SleeperFences extends WakeWordStress {
        private static final FenceSide SIDE = Membarrier.isSupported() ? FenceSide.SLEEPER : FenceSide.WAKER;

        /** A word of its own. */
        public SleeperFences() {
            super(SIDE);
        }

        /** Publishes and wakes. */
        @Actor
        public void waker(ZJ_Result seen) {
            seen.r1 = publishAndWake();
        }

        /** Announces itself and looks. */
        @Actor
        public void sleeper(ZJ_Result seen) {
            seen.r2 = announceAndLook();
        }
    }

    /** The waker pays, with a full fence. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Both stored before either looked: a needless wake.")
    @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "The sleeper looked too early: it is woken.")
    @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "The waker looked too early: the sleeper finds it.")
    @Outcome(id = "false, 0", expect = Expect.FORBIDDEN, desc = "Nobody wakes a sleeper that has not seen the message.")
    @State
    public static class WakerFences extends WakeWordStress {
        /** A word of its own. */
        public WakerFences() {
            super(FenceSide.WAKER);
        }

        /** Publishes and wakes. */
        @Actor
        public void waker(ZJ_Result seen) {
            seen.r1 = publishAndWake();
        }

        /** Announces itself and looks. */
        @Actor
        public void sleeper(ZJ_Result seen) {
            seen.r2 = announceAndLook();
        }
    }
}
