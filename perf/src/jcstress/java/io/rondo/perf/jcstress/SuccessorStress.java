package io.rondo.perf.jcstress;

import io.rondo.core.ring.RecordReader;
import io.rondo.core.ring.SingleProducerWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;

/**
 * A new single producer looks for the end of the queue while the consumer zeroes what it reads: zeroes mean the end only where nothing
 * was confirmed.
 */
@JCStressTest
@Outcome(id = "6, 3", expect = Expect.ACCEPTABLE, desc = "All three were read, in order.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A message was lost, repeated or moved.")
@State
public class SuccessorStress {
    private static final int LIMIT = 10;

    private final StressRing memory = new StressRing();
    private final RecordReader reader = memory.singleProducerReader();
    private int inOrder;
    private long sum;

    /** Two messages of a predecessor that published no tail. */
    public SuccessorStress() {
        SingleProducerWriter predecessor = SingleProducerWriter.ofQueue(memory.ring);
        memory.publish(predecessor, 1, 1);
        memory.publish(predecessor, 2, 2);
    }

    /** Goes on where the predecessor died. */
    @Actor
    public void successor() {
        memory.publish(SingleProducerWriter.ofQueue(memory.ring), 3, 3);
    }

    /** Reads and zeroes one message after the other. */
    @Actor
    public void consumer() {
        read(1);
        read(1);
    }

    private void read(int limit) {
        reader.poll((buffer, offset, length) -> {
            long value = buffer.getLong(offset);
            inOrder = value == inOrder + 1 ? inOrder + 1 : inOrder;
            sum += value;
        }, limit);
    }

    /** Reads what is left. */
    @Arbiter
    public void rest(JI_Result seen) {
        read(LIMIT);
        seen.r1 = sum;
        seen.r2 = inOrder;
    }
}
