package io.rondo.perf.jcstress;

import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.writer.SingleProducerWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;

/**
 * A new single producer looks for the end of the queue while the consumer zeroes the messages it reads: zeroes mean the
 * end only behind the confirmed position.
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

    /** Two messages of a predecessor that did not publish its tail. */
    public SuccessorStress() {
        SingleProducerWriter predecessor = SingleProducerWriter.ofQueue(memory.ring);
        memory.publish(predecessor, 1, 1);
        memory.publish(predecessor, 2, 2);
    }

    /** Continues at the end of the predecessor's messages. */
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
        reader.forEach((buffer, offset, length) -> {
            long value = buffer.getLong(offset);
            inOrder = value == inOrder + 1 ? inOrder + 1 : inOrder;
            sum += value;
        }, limit);
    }

    /** Reads the remaining messages. */
    @Arbiter
    public void rest(JI_Result seen) {
        read(LIMIT);
        seen.r1 = sum;
        seen.r2 = inOrder;
    }
}
