package io.rondo.perf.worker;

import io.rondo.perf.measure.Side;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import org.agrona.MutableDirectBuffer;

/** A worker with a transport that fails at the hundredth message. */
public final class FaultyWorker {
    private static final int FAULTY = 100;

    private FaultyWorker() {}

    /** The faults. */
    public enum Fault {
        /** The message does not arrive. */
        DROP,
        /** A byte of the message is changed. */
        CHANGE,
        /** The process ends. */
        EXIT
    }

    /** A worker that loses a message. */
    public static final class Dropping {
        private Dropping() {}

        /** Runs the worker. */
        public static void main(String[] arguments) {
            run(arguments, Fault.DROP);
        }
    }

    /** A worker that changes a byte. */
    public static final class Changing {
        private Changing() {}

        /** Runs the worker. */
        public static void main(String[] arguments) {
            run(arguments, Fault.CHANGE);
        }
    }

    /** A worker that ends. */
    public static final class Exiting {
        private Exiting() {}

        /** Runs the worker. */
        public static void main(String[] arguments) {
            run(arguments, Fault.EXIT);
        }
    }

    private static void run(String[] arguments, Fault fault) {
        Worker.run(arguments, assignment -> {
            Competitor competitor = assignment.type().open(assignment.settings());
            return assignment.settings().role().side() == Side.PRODUCER
                    ? new FaultyCompetitor(competitor, fault)
                    : competitor;
        });
    }

    private record FaultyCompetitor(Competitor competitor, Fault fault) implements Competitor {
        @Override
        public Sender sender(String channel) {
            return new FaultySender(competitor.sender(channel), fault);
        }

        @Override
        public Receiver receiver(String channel, MessageReader reader) {
            return competitor.receiver(channel, reader);
        }

        @Override
        public void resume() {
            competitor.resume();
        }

        @Override
        public void pause() {
            competitor.pause();
        }

        @Override
        public void close() {
            competitor.close();
        }
    }

    private static final class FaultySender implements Sender {
        private final Sender sender;
        private final Fault fault;
        private int messages;

        FaultySender(Sender sender, Fault fault) {
            this.sender = sender;
            this.fault = fault;
        }

        @Override
        public boolean trySend(MessageWriter writer, int length) {
            if (messages + 1 == FAULTY && fault == Fault.DROP) {
                messages++;
                return true;
            }
            boolean sent = sender.trySend((buffer, offset, size) -> {
                writer.write(buffer, offset, size);
                if (messages + 1 == FAULTY) {
                    spoil(buffer, offset + size - 1);
                }
            }, length);
            messages += sent ? 1 : 0;
            return sent;
        }

        private void spoil(MutableDirectBuffer buffer, int index) {
            if (fault == Fault.EXIT) {
                Runtime.getRuntime().halt(7);
            }
            buffer.putByte(index, (byte) ~buffer.getByte(index));
        }

        @Override
        public void flush() {
            sender.flush();
        }
    }
}
