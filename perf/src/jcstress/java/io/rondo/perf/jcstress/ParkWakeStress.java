package io.rondo.perf.jcstress;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * The park/wake protocol, with the fence on both sides: the sleeper announces itself and looks again, the waker commits and
 * looks for a sleeper. It is Dekker's protocol on two plain words of a segment; without the fences both may see 0 (also on
 * x86, whose store buffers let a load overtake an older store), and the sleeper misses the message.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both stored before either looked: a needless wake.")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE,
        desc = "The sleeper announced itself and looked too early: it is woken.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The waker looked too early: the sleeper finds the message.")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "Nobody wakes a sleeper that has not seen the message.")
@State
public class ParkWakeStress {
    private static final long COMMIT = 0;
    private static final long WAITER = 128;

    private final MemorySegment segment = MemorySegment.ofArray(new long[32]);

    /** Commits, then looks for a sleeper. */
    @Actor
    public void waker(JJ_Result seen) {
        segment.set(ValueLayout.JAVA_LONG, COMMIT, 1L);
        VarHandle.fullFence(); // the commit is visible before the waiter word is read
        seen.r1 = segment.get(ValueLayout.JAVA_LONG, WAITER);
    }

    /** Announces itself, then looks for a message. */
    @Actor
    public void sleeper(JJ_Result seen) {
        segment.set(ValueLayout.JAVA_LONG, WAITER, 1L);
        VarHandle.fullFence(); // the announcement is visible before the commit word is read
        seen.r2 = segment.get(ValueLayout.JAVA_LONG, COMMIT);
    }
}
