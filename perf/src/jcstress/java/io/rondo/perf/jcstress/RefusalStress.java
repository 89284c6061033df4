package io.rondo.perf.jcstress;

import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A queue with room for two messages. The second producer is also the consumer, so that two processors are sufficient:
 * it publishes and consumes one message after the other. The first producer claims once, and there is always room for
 * its claim. The first result is 1 if the claim succeeded, the second is the number of messages that were consumed
 * before that claim.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The claim came before the consumption of the first message.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The claim came after one message was consumed.")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "The claim came after two messages were consumed.")
@Outcome(id = "1, 3", expect = Expect.ACCEPTABLE, desc = "The claim came after three messages were consumed.")
@Outcome(id = "1, 4", expect = Expect.ACCEPTABLE, desc = "The claim came after all messages were consumed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The claim compared the tail with an older head, and was refused.")
@State
public class RefusalStress {
    private static final int LENGTH = StressRing.CAPACITY / 2 - Long.BYTES;
    private static final int MESSAGES = 4;

    private final StressRing memory = new StressRing();
    private final MultiProducerWriter one = new MultiProducerWriter(memory.ring, 1, StressRing.ALL_ALIVE);
    private final MultiProducerWriter two = new MultiProducerWriter(memory.ring, 2, StressRing.ALL_ALIVE);
    private final RecordReader reader = new RecordReader(memory.ring,
            QueueConsumerPosition.ofManyProducers(memory.ring),
            new MultiProducerClaimRecovery(memory.ring, StressRing.ALL_ALIVE, () -> {}), 0);

    /** Claims once and leaves the claim open. */
    @Actor
    public void first(II_Result seen) {
        seen.r1 = one.tryClaim(LENGTH) == RecordWriter.FULL ? 0 : 1;
    }

    /** Publishes and consumes one message after the other until it reaches the first producer's claim. */
    @Actor
    public void secondAndConsumer(II_Result seen) {
        do {
            two.tryClaim(LENGTH);
            two.commit();
        } while (reader.forEach((buffer, offset, length) -> {}, 1) == 1 && ++seen.r2 < MESSAGES);
    }
}
