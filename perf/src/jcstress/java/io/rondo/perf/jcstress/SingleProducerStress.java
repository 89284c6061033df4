package io.rondo.perf.jcstress;

import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.writer.SingleProducerWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJ_Result;

/** Two messages of two words in a single-producer queue: the reader sees all or nothing of each, in order. */
@JCStressTest
@Outcome(id = "0, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "The reader looked before the first commit.")
@Outcome(id = "1, 2, 0, 0", expect = Expect.ACCEPTABLE, desc = "The reader looked between the commits.")
@Outcome(id = "1, 2, 3, 4", expect = Expect.ACCEPTABLE,
        desc = "The reader looked after both commits, at the latest at its second message.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A message without its payload, or the second without the first.")
@State
public class SingleProducerStress {
    private final StressRing memory = new StressRing();
    private final SingleProducerWriter writer = SingleProducerWriter.ofQueue(memory.ring);
    private final RecordReader reader = memory.singleProducerReader();

    /** Publishes two messages. */
    @Actor
    public void producer() {
        memory.publish(writer, 1, 2);
        memory.publish(writer, 3, 4);
    }

    /** Reads the available messages. */
    @Actor
    public void consumer(JJJJ_Result seen) {
        reader.forEach((buffer, offset, length) -> {
            if (seen.r1 == 0) {
                seen.r1 = buffer.getLong(offset);
                seen.r2 = buffer.getLong(offset + Long.BYTES);
            } else {
                seen.r3 = buffer.getLong(offset);
                seen.r4 = buffer.getLong(offset + Long.BYTES);
            }
        }, 2);
    }
}
