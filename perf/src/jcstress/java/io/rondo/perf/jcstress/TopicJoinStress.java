package io.rondo.perf.jcstress;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.ring.reader.TopicJoiner;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A consumer joins a topic while the producer announces that it will overwrite messages that the consumer may read. The
 * first result is whether the producer got the space, a lap behind which the message at 0 lies; the second is the
 * position at which the consumer joined.
 */
@JCStressTest
@Outcome(id = "1, 2048", expect = Expect.ACCEPTABLE,
        desc = "The consumer saw the announcement, or came after the first message: it joined behind it.")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE,
        desc = "The producer saw the consumer at 0 and took back its announcement.")
@Outcome(id = "0, 2048", expect = Expect.ACCEPTABLE,
        desc = "The producer looked while the consumer was at 0, from where it went on to the end.")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The producer overwrites what the consumer reads.")
@State
public class TopicJoinStress {
    private static final int SLOT = SlotLayout.peerSlot(0);

    private final StressRing memory = new StressRing();
    private final SingleProducerWriter writer;

    /** The consumer has a slot and no position yet; the producer's next message ends at 2048. */
    public TopicJoinStress() {
        memory.set(SegmentLayout.LIMIT, StressRing.CAPACITY);
        memory.set(SlotLayout.offset(SLOT) + SlotLayout.POSITION, StressRing.CAPACITY);
        memory.set(SlotLayout.offset(SLOT) + SlotLayout.STATE, SlotState.next(0, SlotState.UNCOUNTED));
        writer = SingleProducerWriter.ofTopic(memory.ring, StressRing.ALL_ALIVE);
    }

    /** Publishes a message, which is a checkpoint, and claims more than a lap beyond position 0. */
    @Actor
    public void producer(JJ_Result seen) {
        writer.tryClaim(memory.ring.maxMessageLength());
        writer.commit();
        seen.r1 = writer.tryClaim(memory.ring.maxMessageLength()) == RecordWriter.FULL ? 0 : 1;
    }

    /** Joins. */
    @Actor
    public void consumer(JJ_Result seen) {
        seen.r2 = TopicJoiner.join(memory.ring, SLOT).position();
    }
}
