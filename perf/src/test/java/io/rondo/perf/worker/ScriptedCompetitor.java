package io.rondo.perf.worker;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Delivers the messages of a test, one per poll by default. */
final class ScriptedCompetitor implements Competitor {
    private final Queue<UnsafeBuffer> messages = new ArrayDeque<>();
    private int batch = 1;

    /** Adds a message that {@code writer} writes from index 0. */
    ScriptedCompetitor message(int length, Consumer<MutableDirectBuffer> writer) {
        UnsafeBuffer message = new UnsafeBuffer(new byte[length]);
        writer.accept(message);
        messages.add(message);
        return this;
    }

    /** Sets the number of messages per poll. */
    void batch(int size) {
        batch = size;
    }

    @Override
    public Sender sender(String channel) {
        throw new UnsupportedOperationException("this one only delivers");
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        return () -> {
            for (int i = 0; i < batch; i++) {
                UnsafeBuffer message = messages.remove();
                reader.read(message, 0, message.capacity());
            }
            return batch;
        };
    }

    @Override
    public void close() {}
}
