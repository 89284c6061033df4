package io.rondo.perf.competitor.work;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/** Agrona's queue of objects, between the threads of one process. Each message is an object of its own. */
public final class ManyToManyCompetitor implements Competitor {
    private static final int CACHE_LINE = 64;

    private final int capacity;
    private final ConcurrentMap<String, ManyToManyConcurrentArrayQueue<DirectBuffer>> queues = new ConcurrentHashMap<>();

    /** Queues with as many entries as a ring of the same capacity has records. */
    public ManyToManyCompetitor(CompetitorSettings settings) {
        capacity = Math.max(2,
                settings.ring() / (settings.point().length() / CACHE_LINE * CACHE_LINE + CACHE_LINE));
    }

    private ManyToManyConcurrentArrayQueue<DirectBuffer> queue(String channel) {
        return queues.computeIfAbsent(channel, name -> new ManyToManyConcurrentArrayQueue<>(capacity));
    }

    @Override
    public Sender sender(String channel) {
        ManyToManyConcurrentArrayQueue<DirectBuffer> queue = queue(channel);
        return (writer, length) -> {
            if (queue.size() == queue.capacity()) { // the message is written before it is offered
                return false;
            }
            MutableDirectBuffer message = new UnsafeBuffer(new byte[length]);
            writer.write(message, 0, length);
            while (!queue.offer(message)) {
                Thread.yield();
            }
            return true;
        };
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        ManyToManyConcurrentArrayQueue<DirectBuffer> queue = queue(channel);
        return () -> {
            int messages = 0;
            for (DirectBuffer message; messages < Receiver.LIMIT && (message = queue.poll()) != null; messages++) {
                reader.read(message, 0, message.capacity());
            }
            return messages;
        };
    }

    @Override
    public void close() {
        queues.clear();
    }
}
