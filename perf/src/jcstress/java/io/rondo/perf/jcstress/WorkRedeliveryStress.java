package io.rondo.perf.jcstress;

import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.WorkSettings;
import io.rondo.core.ring.work.WorkLease;
import io.rondo.core.ring.work.WorkReader;
import io.rondo.core.ring.writer.RecordWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.ZJ_Result;

/** The work queue: acknowledging against taking over, returning, abandoning, and a successor in the slot of a dead consumer. */
public final class WorkRedeliveryStress {
    /** Lies about consumers, so that a live one can be taken for dead. */
    private static final ParticipantLiveness ALL_DEAD = new ParticipantLiveness() {
        @Override
        public boolean isAlive(int slot) {
            return false;
        }

        @Override
        public boolean freeIfDead(int slot) {
            return false;
        }
    };

    private WorkRedeliveryStress() {}

    /**
     * A consumer acknowledges a message while another one, which takes it for dead, takes the message over. The results are
     * whether the acknowledgement succeeded, and what the other one took.
     */
    @JCStressTest
    @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "The acknowledgement came first.")
    @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "The message was taken over first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both have the message, or neither.")
    @State
    public static class AcknowledgesAndTakesOver extends HeldMessage {
        /** Acknowledges. */
        @Actor
        public void holder(ZJ_Result seen) {
            seen.r1 = holder.acknowledge(held);
        }

        /** Takes over. */
        @Actor
        public void other(ZJ_Result seen) {
            seen.r2 = takeOver();
        }
    }

    /** As above, broken: the acknowledgement is a load and a store. The test sees the mistake. */
    @JCStressTest
    @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "The acknowledgement came first.")
    @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "The message was taken over first.")
    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Both have the message.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The message was torn.")
    @State
    public static class AcknowledgesByStore extends HeldMessage {
        /** Acknowledges. */
        @Actor
        public void holder(ZJ_Result seen) {
            seen.r1 = queue.acknowledgeByStore(entry);
        }

        /** Takes over. */
        @Actor
        public void other(ZJ_Result seen) {
            seen.r2 = takeOver();
        }
    }

    /** The first consumer holds a message. There is a processing deadline, so others may take it over. */
    private static class HeldMessage {
        private static final WorkSettings DEADLINE = new WorkSettings(0, WorkEntryLayout.MAX_DEADLINE_MILLIS);
        final WorkStressQueue queue = new WorkStressQueue(ALL_DEAD);
        final WorkReader holder = queue.reader(0, DEADLINE);
        final WorkLease held = new WorkLease();
        final long entry;
        private final WorkReader other;
        private final WorkLease taken = new WorkLease();

        HeldMessage() {
            queue.publish(queue.writer(0), 1, -1);
            holder.take(held);
            holder.free();
            entry = queue.firstEntry();
            other = queue.reader(1, DEADLINE);
        }

        final long takeOver() {
            return queue.take(other, taken);
        }
    }

    /**
     * A consumer returns a message while another one takes. The results are what the other one took then, and in the end.
     */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The other consumer looked before the return.")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The other consumer saw the returned message.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The count of returns did not lead to the message.")
    @State
    public static class ReturnsAndTakes {
        private final WorkStressQueue queue = new WorkStressQueue(StressRing.ALL_ALIVE);
        private final WorkReader holder = queue.reader(0);
        private final WorkReader other = queue.reader(1);
        private final WorkLease held = new WorkLease();

        /** The first consumer takes the message; the second one has walked over it. */
        public ReturnsAndTakes() {
            queue.publish(queue.writer(0), 1, -1);
            holder.take(held);
            queue.take(other, new WorkLease());
        }

        /** Returns the message. */
        @Actor
        public void holder() {
            holder.giveBack(held, 0);
        }

        /** Takes. */
        @Actor
        public void other(JJ_Result seen) {
            seen.r1 = queue.take(other, new WorkLease());
        }

        /** Takes what is left. */
        @Arbiter
        public void rest(JJ_Result seen) {
            seen.r2 = queue.take(other, new WorkLease());
        }
    }

    /**
     * A consumer abandons a message while another one takes. The results are what the other one took then, and in the end,
     * and the deliveries that it then knew of.
     */
    @JCStressTest
    @Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE,
            desc = "The other consumer looked before the message was abandoned.")
    @Outcome(id = "1, 0, 2", expect = Expect.ACCEPTABLE, desc = "The other consumer took the message over.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The message was lost, or delivered twice, or a delivery did not count.")
    @State
    public static class AbandonsAndTakesOver {
        private final WorkStressQueue queue = new WorkStressQueue(StressRing.ALL_ALIVE);
        private final WorkReader holder = queue.reader(0);
        private final WorkReader other = queue.reader(1);
        private final WorkLease held = new WorkLease();
        private final WorkLease taken = new WorkLease();

        /** The first consumer takes the message; the second one has walked over it. */
        public AbandonsAndTakesOver() {
            queue.publish(queue.writer(0), 1, -1);
            holder.take(held);
            queue.take(other, taken);
        }

        /** Abandons the message. */
        @Actor
        public void holder() {
            holder.abandon(held);
        }

        /** Takes. */
        @Actor
        public void other(JJJ_Result seen) {
            seen.r1 = queue.take(other, taken);
        }

        /** Takes what is left. */
        @Arbiter
        public void rest(JJJ_Result seen) {
            seen.r2 = queue.take(other, seen.r1 == 0 ? taken : new WorkLease());
            seen.r3 = taken.deliveries();
        }
    }

    /**
     * A dead consumer holds message 1, and message 2 is ready. A successor starts in its slot and takes while another
     * consumer takes. The results are what the two took.
     */
    @JCStressTest
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "The successor took the new message.")
    @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "The other consumer took the new message.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The successor lost its message, or kept that of its predecessor.")
    @State
    public static class TakesOverAndRestarts {
        private volatile boolean alive = true;
        private final WorkStressQueue queue = new WorkStressQueue(new ParticipantLiveness() {
            @Override
            public boolean isAlive(int slot) {
                return slot != 0 || alive;
            }

            @Override
            public boolean freeIfDead(int slot) {
                return false;
            }
        });
        private final WorkReader other = queue.reader(1);

        /** The consumer in slot 0 takes message 1 and dies. */
        public TakesOverAndRestarts() {
            RecordWriter writer = queue.writer(0);
            queue.publish(writer, 1, -1);
            queue.publish(writer, 2, -2);
            queue.reader(0).take(new WorkLease());
            alive = false;
        }

        /** Takes. */
        @Actor
        public void other(JJ_Result seen) {
            seen.r1 = queue.take(other, new WorkLease());
        }

        /** Locks the slot, starts and takes. */
        @Actor
        public void successor(JJ_Result seen) {
            alive = true;
            seen.r2 = queue.take(queue.reader(0), new WorkLease());
        }
    }
}
