package io.rondo.perf.jcstress;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.MultiProducerRecovery;
import io.rondo.core.ring.MultiProducerWriter;
import io.rondo.core.ring.QueueCursor;
import io.rondo.core.ring.RecordReader;
import io.rondo.core.ring.RecordWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A full queue of two messages whose tail the first producer has reserved. The second producer is also the consumer, so that two
 * processors are enough: it frees the room of one message. The first two results are 1 for each producer that claimed, the third
 * is 1 if the tail is reserved in the end.
 */
public class ReservationStress {
    private static final int LENGTH = StressRing.CAPACITY / 2 - Long.BYTES;
    private static final int HOLDER = 0;
    private static final int OTHER = 1;

    private final StressRing memory = new StressRing();
    private final MultiProducerWriter holder = new MultiProducerWriter(memory.ring, HOLDER, StressRing.ALL_ALIVE);
    private final MultiProducerWriter other = new MultiProducerWriter(memory.ring, OTHER, StressRing.ALL_ALIVE);
    private final RecordReader reader = new RecordReader(memory.ring, QueueCursor.ofManyProducers(memory.ring),
            new MultiProducerRecovery(memory.ring, StressRing.ALL_ALIVE, () -> {}), 0);

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
        reader.poll((buffer, offset, length) -> {}, 1);
        return claim(other);
    }

    /** What a producer does to a reservation that no longer counts. */
    void endReservation() {
        long position = StressRing.CAPACITY;
        Words.compareAndSetLong(memory.ring.header(), SegmentLayout.TAIL, TailLayout.reserved(position, HOLDER),
                position);
    }

    int isReserved() {
        return TailLayout.isReserved(memory.get(SegmentLayout.TAIL)) ? 1 : 0;
    }

    /** The reservation stands. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE,
            desc = "The holder looked after the consumption and claimed, before or after the other producer was refused.")
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE,
            desc = "The holder looked before the consumption: the room stays reserved for it.")
    @Outcome(expect = Expect.FORBIDDEN,
            desc = "The other producer took the room, or the reservation was lost or stayed after the claim.")
    @State
    public static class Standing extends ReservationStress {
        /** Looks for its room. */
        @Actor
        public void holder(III_Result seen) {
            seen.r1 = claimAsHolder();
        }

        /** Frees a message and claims. */
        @Actor
        public void otherAndConsumer(III_Result seen) {
            seen.r2 = consumeAndClaim();
        }

        /** Looks at the tail when both are done. */
        @Arbiter
        public void tail(III_Result seen) {
            seen.r3 = isReserved();
        }
    }

    /** The other producer ends the reservation while the holder claims. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE,
            desc = "The holder claimed before the other producer did, as holder or like any producer.")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE,
            desc = "The other producer ended the reservation and claimed first.")
    @Outcome(expect = Expect.FORBIDDEN,
            desc = "Both or neither took the room of one message, or the reservation came back.")
    @State
    public static class Ended extends ReservationStress {
        /** Looks for its room. */
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

        /** Looks at the tail when both are done. */
        @Arbiter
        public void tail(III_Result seen) {
            seen.r3 = isReserved();
        }
    }
}
