package io.rondo.perf.jcstress;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A full queue of two messages, with its tail reserved by the first producer. The second producer is also the consumer, so
 * that two processors are sufficient: it frees the room of one message. The first two results are 1 for each producer
 * that claimed, the third is 1 if the tail is reserved in the end.
 */
public class ReservationStress {
    private static final int LENGTH = StressRing.CAPACITY / 2 - Long.BYTES;
    private static final int HOLDER = 2;
    private static final int OTHER = 1;

    private final StressRing memory = new StressRing();
    private final MultiProducerWriter holder = new MultiProducerWriter(memory.ring, HOLDER, StressRing.ALL_ALIVE);
    private final MultiProducerWriter other = new MultiProducerWriter(memory.ring, OTHER, StressRing.ALL_ALIVE);
    private final RecordReader reader = new RecordReader(memory.ring,
            QueueConsumerPosition.ofManyProducers(memory.ring),
            new MultiProducerClaimRecovery(memory.ring, StressRing.ALL_ALIVE, () -> {}), 0);

    ReservationStress() {
        for (int i = 0; i < 2; i++) {
            claim(other);
            other.commit();
        }
        memory.set(SegmentLayout.TAIL, TailLayout.reserved(StressRing.CAPACITY, HOLDER));
    }

    private static int claim(RecordWriter writer) {
        return writer.tryClaim(LENGTH) == RecordWriter.FULL ? 0 : 1;
    }

    int claimAsHolder() {
        return claim(holder);
    }

    int consumeAndClaim() {
        reader.forEach((buffer, offset, length) -> {}, 1);
        return claim(other);
    }

    /** Ends a reservation that is no longer valid, as a producer does. */
    void endReservation() {
        long position = StressRing.CAPACITY;
        Words.compareAndSetLong(memory.ring.header(), SegmentLayout.TAIL, TailLayout.reserved(position, HOLDER),
                position);
    }

    int isReserved() {
        return TailLayout.isReserved(memory.get(SegmentLayout.TAIL)) ? 1 : 0;
    }

    /** The reservation is valid. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE,
            desc = "The holder looked after the consumption and claimed, before or after the other producer was refused.")
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE,
            desc = "The holder looked before the consumption: the room stays reserved for the holder.")
    @Outcome(expect = Expect.FORBIDDEN,
            desc = "The other producer took the room, or the reservation was lost or stayed after the claim.")
    @State
    public static class Standing extends ReservationStress {
        /** Tries to claim the reserved room. */
        @Actor
        public void holder(III_Result seen) {
            seen.r1 = claimAsHolder();
        }

        /** Frees a message and claims. */
        @Actor
        public void otherAndConsumer(III_Result seen) {
            seen.r2 = consumeAndClaim();
        }

        /** Reads the tail when both are done. */
        @Arbiter
        public void tail(III_Result seen) {
            seen.r3 = isReserved();
        }
    }

    /** The other producer ends the reservation while the holder claims. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE,
            desc = "The holder claimed before the other producer, with or without its reservation.")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE,
            desc = "The other producer ended the reservation and claimed first.")
    @Outcome(expect = Expect.FORBIDDEN,
            desc = "Both or neither took the room of one message, or the reservation reappeared.")
    @State
    public static class Ended extends ReservationStress {
        /** Tries to claim the reserved room. */
        @Actor
        public void holder(III_Result seen) {
            seen.r1 = claimAsHolder();
        }

        /** Ends the reservation, frees a message and claims. */
        @Actor
        public void otherAndConsumer(III_Result seen) {
            endReservation();
            seen.r2 = consumeAndClaim();
        }

        /** Reads the tail when both are done. */
        @Arbiter
        public void tail(III_Result seen) {
            seen.r3 = isReserved();
        }
    }
}
