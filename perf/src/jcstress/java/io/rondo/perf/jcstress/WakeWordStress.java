package io.rondo.perf.jcstress;

import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.WaiterLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.os.Membarrier;
import io.rondo.core.sync.WakeWord;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJI_Result;
import org.openjdk.jcstress.infra.results.ZJ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The waiter word with the fence on either side: the waker publishes and wakes, the sleeper announces itself and looks.
 * The first result is whether the waker found a sleeper, the second is the value that the sleeper read.
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

    final void leaveOwed() {
        Words.setIntOpaque(memory, WAITERS, WaiterLayout.owed(WaiterLayout.armed(0)));
    }

    /** The first step of a wake, without the others. */
    void beginWake() {
        int armed = WaiterLayout.armed(0);
        RawWords.compareAndSetInt(memory.address() + WAITERS, armed, WaiterLayout.owed(armed));
    }

    int state() {
        return WaiterLayout.state(Words.getIntOpaque(memory, WAITERS));
    }

    final long announceAndLook() {
        word.announce();
        return Words.getLongAcquire(memory, PUBLISHED);
    }

    /** The sleeper runs the fence, with membarrier; where that is missing, no channel uses this side. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE,
            desc = "Both stored before either looked: an unnecessary wake.")
    @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "The sleeper looked too early: it is woken.")
    @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "The waker looked too early: the sleeper finds it.")
    @Outcome(id = "false, 0", expect = Expect.FORBIDDEN, desc = "A sleeper that has not seen the message is not woken.")
    @State
    public static class SleeperFences extends WakeWordStress {
        private static final FenceSide SIDE = Membarrier.isSupported() ? FenceSide.SLEEPER : FenceSide.WAKER;

        /** The waiter word of this state. */
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

    /** The waker runs the fence. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE,
            desc = "Both stored before either looked: an unnecessary wake.")
    @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "The sleeper looked too early: it is woken.")
    @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "The waker looked too early: the sleeper finds it.")
    @Outcome(id = "false, 0", expect = Expect.FORBIDDEN, desc = "A sleeper that has not seen the message is not woken.")
    @State
    public static class WakerFences extends WakeWordStress {
        /** The waiter word of this state. */
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

    /**
     * A waker has changed the word and stopped before its system call. Another waker publishes and wakes, and a sleeper
     * announces itself. The third result is the state of the word in the end: 0 idle, 1 armed.
     */
    @JCStressTest
    @Outcome(id = "true, 1, 0", expect = Expect.ACCEPTABLE,
            desc = "The sleeper ended the wake and announced itself before the waker looked: an unnecessary wake.")
    @Outcome(id = "true, 0, 0", expect = Expect.ACCEPTABLE,
            desc = "The same, and the sleeper looked too early: it is woken.")
    @Outcome(id = "true, 1, 1", expect = Expect.ACCEPTABLE,
            desc = "The waker ended the wake, then the sleeper announced itself and found the message.")
    @Outcome(id = "false, 1, 1", expect = Expect.ACCEPTABLE,
            desc = "The waker looked after the sleeper had ended the wake and before it announced itself.")
    @Outcome(expect = Expect.FORBIDDEN,
            desc = "The sleeper has not seen the message and is not woken, or the word is still owed.")
    @State
    public static class OwedWake extends WakeWordStress {
        /** A word that a stopped waker left. */
        public OwedWake() {
            super(FenceSide.WAKER);
            leaveOwed();
        }

        /** Publishes and wakes. */
        @Actor
        public void waker(ZJI_Result seen) {
            seen.r1 = publishAndWake();
        }

        /** Announces itself and looks. */
        @Actor
        public void sleeper(ZJI_Result seen) {
            seen.r2 = announceAndLook();
        }

        /** Reads the word when both are done. */
        @Arbiter
        public void state(ZJI_Result seen) {
            seen.r3 = state();
        }
    }

    /**
     * A waker changes the word and stops before its system call, while another waker publishes and wakes a sleeper that
     * is already announced. The first result is whether the second waker woke.
     */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "The second waker found the word armed or owed, and woke.")
    @Outcome(id = "false", expect = Expect.FORBIDDEN,
            desc = "The second waker did not wake and relied on the stopped one.")
    @State
    public static class StoppedWaker extends WakeWordStress {
        /** A word with a sleeper. */
        public StoppedWaker() {
            super(FenceSide.WAKER);
            announceAndLook();
        }

        /** Publishes and wakes. */
        @Actor
        public void waker(Z_Result seen) {
            seen.r1 = publishAndWake();
        }

        /** Stops in the middle of a wake. */
        @Actor
        public void stopped() {
            beginWake();
        }
    }
}
