package io.rondo.client.crash;

import io.rondo.client.Subscriber;
import io.rondo.client.process.BulkReader;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** What a subscriber reads until it is told the end: every producer's messages whole and in order. */
final class Reading {
    private final BulkReader reader = new BulkReader();
    private final Map<Long, Long> firstOf = new TreeMap<>();
    private final Subscriber in;
    private boolean ended;

    private Reading(Subscriber in) {
        this.in = in;
    }

    /** Reads on a thread of its own. */
    static Task<Reading> start(Subscriber in) {
        Reading reading = new Reading(in);
        return Task.start(reading::run);
    }

    private Reading run() {
        while (!ended) {
            Messages.receive(in, this::onMessage);
        }
        return this;
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        if (Source.isEnd(buffer, offset, length)) {
            ended = true;
        } else {
            firstOf.putIfAbsent(buffer.getLong(offset), buffer.getLong(offset + Long.BYTES));
            reader.onMessage(buffer, offset, length);
        }
    }

    /** The first number of a producer; 0 if none came. */
    long first(long producer) {
        return firstOf.getOrDefault(producer, 0L);
    }

    /** The last number of a producer; 0 if none came. All between came too. */
    long last(long producer) {
        return reader.lastOf().getOrDefault(producer, 0L);
    }
}
