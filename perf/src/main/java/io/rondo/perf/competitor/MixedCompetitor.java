package io.rondo.perf.competitor;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/**
 * Measures one kind of channel in processes that also use other kinds, so that calls inside the library meet several
 * implementations. At first each message is accompanied by one on every other channel, so that the JIT compiler sees all kinds
 * equally often; later only a few messages are, so that their own cost does not show in the rate of the measured channel.
 */
final class MixedCompetitor implements Competitor {
    /**
     * Calls during which all channels are used in turn: several times what the JIT compiler counts before it compiles a method
     * with its last tier. A call takes microseconds meanwhile, because a poll of a socket is a system call; 2^18 calls
     * lasted into the counted rounds of a quick run, which then showed ratios of 0.02 to 0.6.
     */
    static final int WARMUP_CALLS = 1 << 15;
    /**
     * After the warm-up, one call of so many uses the other channels, a power of two. A message over a socket wakes threads and a
     * poll of one may be a system call, so both are rare.
     */
    private static final int SEND_PERIOD = 1 << 17;
    private static final int POLL_PERIOD = 1 << 9;

    private final Competitor measured;
    private final List<Competitor> others;

    /** Measures {@code measured}; closes all. */
    MixedCompetitor(Competitor measured, List<Competitor> others) {
        this.measured = measured;
        this.others = others;
    }

    private static String name(String channel, int other) {
        return channel + "-other" + other;
    }

    private static boolean takesOthers(long call, int period) {
        return call < WARMUP_CALLS || (call & period - 1) == 0;
    }

    @Override
    public Sender sender(String channel) {
        Sender first = measured.sender(channel);
        List<Sender> rest = new ArrayList<>();
        for (Competitor other : others) {
            rest.add(other.sender(name(channel, rest.size())));
        }
        return new MixedSender(first, rest.toArray(Sender[]::new));
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        Receiver first = measured.receiver(channel, reader);
        List<Receiver> rest = new ArrayList<>();
        for (Competitor other : others) {
            rest.add(other.receiver(name(channel, rest.size()), new OrderCheck()::read));
        }
        return new MixedReceiver(first, rest.toArray(Receiver[]::new));
    }

    @Override
    public void close() {
        CloseHelper.closeAll(measured);
        CloseHelper.closeAll(others);
    }

    private static final class MixedSender implements Sender {
        private final Sender measured;
        private final Sender[] others;
        private long calls;

        MixedSender(Sender measured, Sender... others) {
            this.measured = measured;
            this.others = others;
        }

        @Override
        public boolean trySend(MessageWriter writer, int length) {
            if (takesOthers(calls++, SEND_PERIOD)) {
                for (Sender other : others) {
                    other.trySend(writer, length); // without room the message is omitted
                }
            }
            return measured.trySend(writer, length);
        }
    }

    private static final class MixedReceiver implements Receiver {
        private final Receiver measured;
        private final Receiver[] others;
        private long calls;

        MixedReceiver(Receiver measured, Receiver... others) {
            this.measured = measured;
            this.others = others;
        }

        @Override
        public int poll() {
            if (takesOthers(calls++, POLL_PERIOD)) {
                for (Receiver other : others) {
                    other.poll();
                }
            }
            return measured.poll();
        }
    }

    /** Checks one of the other channels: a message carries the number of the measured message that follows it. */
    private static final class OrderCheck {
        private long latest;

        void read(DirectBuffer buffer, int offset, int length) {
            long number = buffer.getLong(offset);
            if (number >= 0) { // below 0: the end of a slice
                if (number < latest) {
                    throw new IllegalStateException("message " + number + " after message " + latest);
                }
                latest = number;
            }
        }
    }
}
