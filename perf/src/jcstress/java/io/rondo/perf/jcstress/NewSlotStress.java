package io.rondo.perf.jcstress;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.UsedSlots;
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
 * A consumer joins a topic in a slot that was never used before, while the producer announces that it will overwrite
 * what the consumer may want to read. The first result is whether the producer got the space, a lap behind which the
 * message at 0 is; the second is where the consumer joined.
 */
@JCStressTest
@Outcome(id = "1, 2048", expect = Expect.ACCEPTABLE,
        desc = "The consumer saw the announcement, or came after the first message: it joined behind it.")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE,
        desc = "The producer saw the mark and the consumer at 0, and took back its announcement.")
@Outcome(id = "0, 2048", expect = Expect.ACCEPTABLE,
        desc = "The producer scanned while the consumer was at 0, from where it went on to the end.")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN,
        desc = "The producer missed the slot and overwrites what the consumer reads.")
@State
public class NewSlotStress {
    private static final int SLOT = SlotLayout.peerSlot(5);

    private final StressRing memory = new StressRing();
    private final SingleProducerWriter writer;

    /** No consumer was ever there; the producer's next message ends at 2048. */
    public NewSlotStress() {
        memory.set(SegmentLayout.LIMIT, StressRing.CAPACITY);
        memory.set(SegmentLayout.USED_SLOTS, SlotLayout.FIRST_PEER);
        writer = SingleProducerWriter.ofTopic(memory.ring, StressRing.ALL_ALIVE);
    }

    /** Publishes a message, which is a checkpoint, and claims more than the lap of a consumer at 0. */
    @Actor
    public void producer(JJ_Result seen) {
        writer.tryClaim(memory.ring.maxMessageLength());
        writer.commit();
        seen.r1 = writer.tryClaim(memory.ring.maxMessageLength()) == RecordWriter.FULL ? 0 : 1;
    }

    /** Attaches to the slot, and joins. */
    @Actor
    public void consumer(JJ_Result seen) {
        new UsedSlots(memory.ring.header(), memory.ring.slots()).include(SLOT);
        int slot = SlotLayout.offset(SLOT);
        Words.setLong(memory.ring.header(), slot + SlotLayout.POSITION, StressRing.CAPACITY);
        Words.setLongRelease(memory.ring.header(), slot + SlotLayout.STATE, SlotState.next(0, SlotState.UNCOUNTED));
        seen.r2 = TopicJoiner.join(memory.ring, SLOT).position();
    }
}
