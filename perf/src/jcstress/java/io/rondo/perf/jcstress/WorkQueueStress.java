package io.rondo.perf.jcstress;

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

/** The work queue: taking, acknowledging, freeing. */
public final class WorkQueueStress {
    private WorkQueueStress() {}

    /** Two consumers take; the results are the numbers of their messages. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "The first consumer was first.")
    @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "The second consumer was first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A message was taken twice, torn or missed.")
    @State
    public static class Takes {
        private final WorkStressQueue queue = new WorkStressQueue(StressRing.ALL_ALIVE);
        private final WorkReader one = queue.reader(0);
        private final WorkReader two = queue.reader(1);
        private final WorkLease first = new WorkLease();
        private final WorkLease second = new WorkLease();

        /** Publishes two messages. */
        public Takes() {
            RecordWriter writer = queue.writer(0);
            queue.publish(writer, 1, -1);
            queue.publish(writer, 2, -2);
        }

        /** Takes a message. */
        @Actor
        public void first(JJ_Result seen) {
            seen.r1 = queue.take(one, first);
        }

        /** Takes a message. */
        @Actor
        public void second(JJ_Result seen) {
            seen.r2 = queue.take(two, second);
        }
    }

    /** A producer publishes while a consumer takes; the results are what it took then, and in the end. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The consumer looked before the commit.")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The consumer saw the commit, and the whole message.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The message was torn, lost or doubled.")
    @State
    public static class PublishesAndTakes {
        private final WorkStressQueue queue = new WorkStressQueue(StressRing.ALL_ALIVE);
        private final RecordWriter writer = queue.writer(0);
        private final WorkReader reader = queue.reader(0);

        /** Publishes 1. */
        @Actor
        public void producer() {
            queue.publish(writer, 1, -1);
        }

        /** Takes a message. */
        @Actor
        public void consumer(JJ_Result seen) {
            seen.r1 = queue.take(reader, new WorkLease());
        }

        /** Takes what is left. */
        @Arbiter
        public void rest(JJ_Result seen) {
            seen.r2 = queue.take(reader, new WorkLease());
        }
    }

    /**
     * A consumer reads the oldest message of a full queue and acknowledges it, while another one frees and a
     * producer publishes into the freed space. The results are what the first one read, and whether there was space (1).
     */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The producer looked before the space was free.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The message was read before it was overwritten.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The consumer read what the producer wrote later.")
    @State
    public static class ReadsAndAnotherFrees {
        private final WorkStressQueue queue = new WorkStressQueue(StressRing.ALL_ALIVE);
        private final RecordWriter writer = queue.writer(0);
        private final WorkReader reader = queue.reader(0);
        private final WorkReader other = queue.reader(1);
        private final WorkLease oldest = new WorkLease();

        /** Fills the queue; all messages are taken. */
        public ReadsAndAnotherFrees() {
            for (int i = 1; queue.publish(writer, i, -i); i++) {
                reader.take(i == 1 ? oldest : new WorkLease());
            }
        }

        /** Reads and acknowledges. */
        @Actor
        public void reader(JJ_Result seen) {
            seen.r1 = queue.number(oldest);
            reader.acknowledge(oldest);
        }

        /** Frees, and publishes. */
        @Actor
        public void other(JJ_Result seen) {
            other.free();
            seen.r2 = queue.publish(writer, 5, -5) ? 1 : 0;
        }
    }

    /**
     * A consumer walks over the taken messages of a full queue, while another one frees the oldest of them and publishes into
     * the freed space. The results are what the first one took then, and in the end.
     */
    @JCStressTest
    @Outcome(id = "0, 5", expect = Expect.ACCEPTABLE, desc = "The consumer walked before the commit.")
    @Outcome(id = "5, 0", expect = Expect.ACCEPTABLE, desc = "The consumer saw the commit.")
    @Outcome(expect = Expect.FORBIDDEN,
            desc = "The consumer took an acknowledged message, or lost its way where space was freed.")
    @State
    public static class WalksAndAnotherFrees {
        private final WorkStressQueue queue = new WorkStressQueue(StressRing.ALL_ALIVE);
        private final RecordWriter writer = queue.writer(0);
        private final WorkReader walker = queue.reader(0);
        private final WorkReader other = queue.reader(1);
        private final WorkLease oldest = new WorkLease();

        /** Fills the queue; all messages are taken. */
        public WalksAndAnotherFrees() {
            for (int i = 1; queue.publish(writer, i, -i); i++) {
                other.take(i == 1 ? oldest : new WorkLease());
            }
        }

        /** Walks, and takes a message. */
        @Actor
        public void walker(JJ_Result seen) {
            seen.r1 = queue.take(walker, new WorkLease());
        }

        /** Acknowledges, frees, and publishes 5. */
        @Actor
        public void other() {
            other.acknowledge(oldest);
            other.free();
            queue.publish(writer, 5, -5);
        }

        /** Takes what is left. */
        @Arbiter
        public void rest(JJ_Result seen) {
            seen.r2 = queue.take(walker, new WorkLease());
        }
    }

    /**
     * Two consumers acknowledge adjacent messages and free at the same time: the result is the head, behind both messages.
     */
    @JCStressTest
    @Outcome(id = "0, 0, 128", expect = Expect.ACCEPTABLE, desc = "One of them freed both, or each its own.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Neither saw that both messages are acknowledged.")
    @State
    public static class Frees {
        private final WorkStressQueue queue = new WorkStressQueue(StressRing.ALL_ALIVE);
        private final WorkReader one = queue.reader(0);
        private final WorkReader two = queue.reader(1);
        private final WorkLease first = new WorkLease();
        private final WorkLease second = new WorkLease();

        /** Publishes two messages, and each consumer takes one. */
        public Frees() {
            RecordWriter writer = queue.writer(0);
            queue.publish(writer, 1, -1);
            queue.publish(writer, 2, -2);
            one.take(first);
            two.take(second);
        }

        /** Acknowledges the first message. */
        @Actor
        public void first() {
            one.acknowledge(first);
            one.free();
        }

        /** Acknowledges the second message. */
        @Actor
        public void second() {
            two.acknowledge(second);
            two.free();
        }

        /** Looks at the head. */
        @Arbiter
        public void look(JJJ_Result seen) {
            seen.r3 = queue.head();
        }
    }

    /**
     * A consumer frees the oldest message of a full queue while a producer publishes one into the next lap, and takes
     * again. The results are whether there was space (1), what the consumer took then, and in the end.
     */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "The producer looked before the space was free.")
    @Outcome(id = "1, 0, 5", expect = Expect.ACCEPTABLE, desc = "The consumer looked before the commit.")
    @Outcome(id = "1, 5, 0", expect = Expect.ACCEPTABLE, desc = "The consumer saw the commit.")
    @Outcome(expect = Expect.FORBIDDEN,
            desc = "An entry of the lap before was taken for a message, or a message was lost.")
    @State
    public static class FreesAndTakesOfTheNextLap {
        private final WorkStressQueue queue = new WorkStressQueue(StressRing.ALL_ALIVE);
        private final RecordWriter writer = queue.writer(0);
        private final WorkReader reader = queue.reader(0);
        private final WorkLease oldest = new WorkLease();

        /** Fills the queue; all messages are taken. */
        public FreesAndTakesOfTheNextLap() {
            for (int i = 1; queue.publish(writer, i, -i); i++) {
                reader.take(i == 1 ? oldest : new WorkLease());
            }
        }

        /** Publishes 5. */
        @Actor
        public void producer(JJJ_Result seen) {
            seen.r1 = queue.publish(writer, 5, -5) ? 1 : 0;
        }

        /** Frees, and takes. */
        @Actor
        public void consumer(JJJ_Result seen) {
            reader.acknowledge(oldest);
            reader.free();
            seen.r2 = queue.take(reader, new WorkLease());
        }

        /** Takes what is left. */
        @Arbiter
        public void rest(JJJ_Result seen) {
            seen.r3 = queue.take(reader, new WorkLease());
        }
    }
}
