package io.rondo.perf.competitor;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import org.agrona.DirectBuffer;

/**
 * A competitor with processes that yield their core whenever they find no message or no room. Three processes that spin on
 * two cores would measure the time slices of the scheduler.
 *
 * @param competitor does the work
 */
record Yielding(Competitor competitor) implements Competitor {
    @Override
    public Sender sender(String channel) {
        return new YieldingSender(competitor.sender(channel));
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        Receiver receiver = competitor.receiver(channel, reader);
        return () -> {
            int messages = receiver.poll();
            if (messages == 0) {
                Thread.yield();
            }
            return messages;
        };
    }

    @Override
    public boolean competes() {
        return competitor.competes();
    }

    @Override
    public boolean responds() {
        return competitor.responds();
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
    public boolean startRelay() {
        return competitor.startRelay();
    }

    @Override
    public void close() {
        competitor.close();
    }

    private record YieldingSender(Sender sender) implements Sender {
        @Override
        public boolean trySend(MessageWriter writer, int length) {
            return sender.trySend(writer, length) || yielded();
        }

        @Override
        public boolean trySend(DirectBuffer message, int offset, int length) {
            return sender.trySend(message, offset, length) || yielded();
        }

        @Override
        public void flush() {
            sender.flush();
        }

        private static boolean yielded() {
            Thread.yield();
            return false;
        }
    }
}
