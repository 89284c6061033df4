package io.rondo.perf.transport;

import org.agrona.DirectBuffer;

/**
 * Splits one channel of a competitor into many: messages are sent on them in turn, and received as one.
 *
 * @param competitor opens the channels
 * @param channel the name of the channel that is split
 * @param count number of channels
 */
public record ManyChannels(Competitor competitor, String channel, int count) implements Competitor {
    @Override
    public Sender sender(String name) {
        if (!name.equals(channel)) {
            return competitor.sender(name);
        }
        Sender[] senders = new Sender[count];
        for (int i = 0; i < count; i++) {
            senders[i] = competitor.sender(channel + i);
        }
        return new InTurn(senders);
    }

    @Override
    public Receiver receiver(String name, MessageReader reader) {
        return name.equals(channel)
                ? competitor.receivers(channel, count, reader)
                : competitor.receiver(name, reader);
    }

    @Override
    public void close() {
        competitor.close();
    }

    /** Sends each message on the next channel. */
    private static final class InTurn implements Sender {
        private final Sender[] senders;
        private int next;

        InTurn(Sender... senders) {
            this.senders = senders;
        }

        @Override
        public boolean trySend(MessageWriter writer, int length) {
            return sent(senders[next].trySend(writer, length));
        }

        @Override
        public boolean trySend(DirectBuffer message, int offset, int length) {
            return sent(senders[next].trySend(message, offset, length));
        }

        private boolean sent(boolean sent) {
            if (sent) {
                next = next + 1 == senders.length ? 0 : next + 1;
            }
            return sent;
        }
    }
}
