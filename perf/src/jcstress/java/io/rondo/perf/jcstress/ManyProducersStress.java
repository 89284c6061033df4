package io.rondo.perf.jcstress;

import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.writer.MultiProducerWriter;
import org.agrona.DirectBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/**
 * Two producers of a queue. The second one is also the consumer after its commit, so that two processors are
 * sufficient. The first two results are the messages that it read then, the third is the sum of all messages read in
 * the end.
 */
@JCStressTest
@Outcome(id = "0, 0, 3", expect = Expect.ACCEPTABLE,
        desc = "The first producer claimed first and had not committed: nothing behind its claim is seen.")
@Outcome(id = "2, 0, 3", expect = Expect.ACCEPTABLE,
        desc = "The second claimed first, and the first had not committed.")
@Outcome(id = "1, 2, 3", expect = Expect.ACCEPTABLE, desc = "Both had committed, the first had claimed first.")
@Outcome(id = "2, 1, 3", expect = Expect.ACCEPTABLE, desc = "Both had committed, the second had claimed first.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A message was torn, lost or doubled.")
@State
public class ManyProducersStress {
    private static final long TORN = 1000;

    private final StressRing memory = new StressRing();
    private final MultiProducerWriter one = new MultiProducerWriter(memory.ring, 1, StressRing.ALL_ALIVE);
    private final MultiProducerWriter two = new MultiProducerWriter(memory.ring, 2, StressRing.ALL_ALIVE);
    private final RecordReader reader = new RecordReader(memory.ring,
            QueueConsumerPosition.ofManyProducers(memory.ring),
            new MultiProducerClaimRecovery(memory.ring, StressRing.ALL_ALIVE, () -> {}), 0);

    /** Publishes 1. */
    @Actor
    public void first() {
        memory.publish(one, 1, -1);
    }

    /** Publishes 2, then reads the available messages. */
    @Actor
    public void secondAndConsumer(JJJ_Result seen) {
        memory.publish(two, 2, -2);
        reader.forEach((buffer, offset, length) -> {
            if (seen.r1 == 0) {
                seen.r1 = value(buffer, offset);
            } else {
                seen.r2 = value(buffer, offset);
            }
        }, 2);
    }

    /** Reads the remaining messages. */
    @Arbiter
    public void rest(JJJ_Result seen) {
        seen.r3 = seen.r1 + seen.r2;
        reader.forEach((buffer, offset, length) -> seen.r3 += value(buffer, offset), 2);
    }

    private static long value(DirectBuffer buffer, int offset) {
        long value = buffer.getLong(offset);
        return buffer.getLong(offset + Long.BYTES) == -value ? value : TORN;
    }
}
