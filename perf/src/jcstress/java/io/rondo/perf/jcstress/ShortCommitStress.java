package io.rondo.perf.jcstress;

import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A producer commits two messages that are shorter than their claims, whose rest looks like records. A message (a, -a)
 * counts as its number, everything else as 1000. Each result is a sum: of what the consumer read concurrently, and of
 * all it read.
 */
public final class ShortCommitStress {
    private static final long FOREIGN = 1000;

    private ShortCommitStress() {}

    private static long read(RingReader reader) {
        long[] sum = new long[1];
        reader.forEach((buffer, offset, length) -> {
            long value = length == 2 * Long.BYTES ? buffer.getLong(offset) : FOREIGN;
            sum[0] += value == 1 || value == 2 ? value : FOREIGN;
            sum[0] += length == 2 * Long.BYTES && buffer.getLong(offset + Long.BYTES) != -value ? FOREIGN : 0;
        }, 100);
        return sum[0];
    }

    /** A queue with a single producer. */
    @JCStressTest
    @Outcome(id = "1, 3", expect = Expect.ACCEPTABLE, desc = "The consumer saw the first commit before the second.")
    @Outcome(id = "3, 3", expect = Expect.ACCEPTABLE, desc = "The consumer saw both commits.")
    @Outcome(expect = Expect.FORBIDDEN,
            desc = "A message was torn or lost, or the rest of a claim was read as a record.")
    @State
    public static class SingleProducer {
        private final StressRing memory = new StressRing();
        private final RecordWriter writer = SingleProducerWriter.ofQueue(memory.ring);
        private final RecordReader reader = memory.singleProducerReader();

        /** Publishes two messages. */
        @Actor
        public void producer() {
            memory.publishShort(writer, 1, -1);
            memory.publishShort(writer, 2, -2);
        }

        /** Reads until there is a message, which makes it likely to read in the midst of a commit. */
        @Actor
        public void consumer(JJ_Result seen) {
            do {
                seen.r1 = read(reader);
            } while (seen.r1 == 0);
        }

        /** Reads the rest. */
        @Arbiter
        public void rest(JJ_Result seen) {
            seen.r2 = seen.r1 + read(reader);
        }
    }

    /** A queue with many producers. */
    @JCStressTest
    @Outcome(id = "1, 3", expect = Expect.ACCEPTABLE, desc = "The consumer saw the first commit before the second.")
    @Outcome(id = "3, 3", expect = Expect.ACCEPTABLE, desc = "The consumer saw both commits.")
    @Outcome(expect = Expect.FORBIDDEN,
            desc = "A message was torn or lost, or the rest of a claim was read as a record.")
    @State
    public static class ManyProducers {
        private final StressRing memory = new StressRing();
        private final RecordWriter writer = new MultiProducerWriter(memory.ring, 1, StressRing.ALL_ALIVE);
        private final RecordReader reader = new RecordReader(memory.ring,
                QueueConsumerPosition.ofManyProducers(memory.ring),
                new MultiProducerClaimRecovery(memory.ring, StressRing.ALL_ALIVE, () -> {}), 0);

        /** Publishes two messages. */
        @Actor
        public void producer() {
            memory.publishShort(writer, 1, -1);
            memory.publishShort(writer, 2, -2);
        }

        /** Reads until there is a message, which makes it likely to read in the midst of a commit. */
        @Actor
        public void consumer(JJ_Result seen) {
            do {
                seen.r1 = read(reader);
            } while (seen.r1 == 0);
        }

        /** Reads the rest. */
        @Arbiter
        public void rest(JJ_Result seen) {
            seen.r2 = seen.r1 + read(reader);
        }
    }
}
