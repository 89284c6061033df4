package io.rondo.client.socket;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The waker publishes and wakes, the sleeper announces itself and looks. The first result is whether the sleeper was found and taken off
 * its place, the second whether it saw what was published.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both stored before either looked: a needless wake.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The sleeper looked too early: it is woken.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The waker looked too early: the sleeper finds it.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "Nobody wakes a sleeper that has not seen it.")
@State
public class ThreadParkerStress {
    private final ThreadParker parker = new ThreadParker("stress");
    private final ByteRing ring = new ByteRing(ByteBuffer.allocate(64));

    /** Publishes and wakes. */
    @Actor
    public void waker(ZZ_Result seen) {
        ring.claim(Long.BYTES);
        ring.commit(Long.BYTES);
        seen.r1 = parker.wake();
    }

    /** Announces itself and looks. */
    @Actor
    public void sleeper(ZZ_Result seen) {
        parker.prepare();
        seen.r2 = ring.appended() != 0;
    }
}
