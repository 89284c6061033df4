package io.rondo.perf.worker;

import io.rondo.perf.measure.Side;
import io.rondo.perf.peer.MessageReader;
import io.rondo.perf.peer.MessageWriter;
import io.rondo.perf.peer.Peer;
import io.rondo.perf.peer.Receiver;
import io.rondo.perf.peer.Sender;
import org.agrona.MutableDirectBuffer;

/** A worker whose transport does something wrong with the hundredth message. */
public final class FaultyWorker {
    private static final int FAULTY = 100;

    private FaultyWorker() {}

    /** What it does. */
    public enum Fault {
        /** The message does not arrive. */
        DROP,
        /** A byte of it is another. */
        CHANGE,
        /** The process ends. */
        EXIT
    }

    /** Name of a worker with one fault. */
    public static final class Dropping {
        private Dropping() {}

        /** Runs. */
        public static void main(String[] arguments) {
            run(arguments, Fault.DROP);
        }
    }

    /** Name of a worker with one fault. */
    public static final class Changing {
        private Changing() {}

        /** Runs. */
        public static void main(String[] arguments) {
            run(arguments, Fault.CHANGE);
        }
    }

    /** Name of a worker with one fault. */
    public static final class Exiting {
        private Exiting() {}

        /** Runs. */
        public static void main(String[] arguments) {
            run(arguments, Fault.EXIT);
        }
    }

    private static void run(String[] arguments, Fault fault) {
        Worker.run(arguments, assignment -> {
            Peer peer = assignment.type().open(assignment.settings());
            return assignment.settings().role().side() == Side.PRODUCER ? new FaultyPeer(peer, fault) : peer;
        });
    }

    private record FaultyPeer(Peer peer, Fault fault) implements Peer {
        @Override
        public Sender sender(String channel) {
            return new FaultySender(peer.sender(channel), fault);
        }

        @Override
        public Receiver receiver(String channel, MessageReader reader) {
            return peer.receiver(channel, reader);
        }

        @Override
        public void resume() {
            peer.resume();
        }

        @Override
        public void pause() {
            peer.pause();
        }

        @Override
        public void close() {
            peer.close();
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
