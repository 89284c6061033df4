package io.rondo.client.socket.session;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The waker publishes and wakes; the sleeper announces itself and checks. The first result is whether the waker found
 * the sleeper, the second whether the sleeper saw the publication.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both stored before either loaded: an unneeded wake.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The sleeper loaded first: it is woken.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE,
        desc = "The waker loaded first: the sleeper sees the publication.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN,
        desc = "A sleeper that has not seen the publication is not woken.")
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

    /** Announces itself and checks. */
    @Actor
    public void sleeper(ZZ_Result seen) {
        parker.prepare();
        seen.r2 = ring.appended() != 0;
    }
}
