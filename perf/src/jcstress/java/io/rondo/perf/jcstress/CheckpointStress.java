package io.rondo.perf.jcstress;

import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.scan.TopicLowWatermark;
import io.rondo.core.ring.writer.SingleProducerWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A reader looks for the oldest checkpoint while the producer overwrites it: position and number must belong together.
 */
@JCStressTest
@Outcome(id = "512, 1", expect = Expect.ACCEPTABLE, desc = "Both words were read before the first was changed.")
@Outcome(id = "1024, 2", expect = Expect.ACCEPTABLE,
        desc = "The entry was marked, or complete with its new position, or changed while it was read: the next oldest.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A position with the number of another checkpoint.")
@State
public class CheckpointStress {
    private static final int INTERVAL = CheckpointLayout.interval(StressRing.CAPACITY);

    private final StressRing memory = new StressRing();
    private final SingleProducerWriter writer;

    /** All entries are in use. */
    public CheckpointStress() {
        for (int i = 0; i < CheckpointLayout.COUNT; i++) {
            memory.set(CheckpointLayout.offset(i) + CheckpointLayout.POSITION, (i + 1L) * INTERVAL);
            memory.set(CheckpointLayout.offset(i) + CheckpointLayout.MESSAGES, i + 1L);
        }
        memory.set(SegmentLayout.CHECKPOINT_COUNT, CheckpointLayout.COUNT);
        writer = SingleProducerWriter.ofTopic(memory.ring, StressRing.ALL_ALIVE);
        writer.tryClaim(INTERVAL - Long.BYTES);
    }

    /** Overwrites the oldest checkpoint with the next one. */
    @Actor
    public void producer() {
        writer.commit();
    }

    /** Looks for the oldest checkpoint; the producer has announced nothing, so all are valid. */
    @Actor
    public void reader(JJ_Result seen) {
        memory.set(SegmentLayout.LIMIT, 0);
        Checkpoint oldest = new TopicLowWatermark(memory.ring).resume(new Checkpoint(0, 0));
        seen.r1 = oldest.position();
        seen.r2 = oldest.messages();
    }
}
