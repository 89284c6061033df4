package io.rondo.broker.sequencer;

import io.rondo.client.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Requests of producers that wait until everything published before them is confirmed and is here. For one thread at a time. */
final class DrainWaits {
    private final ProducerTable producers;
    private final List<DrainWait> waits = new ArrayList<>();

    private record DrainWait(long tail, long sequence, long producerId, CompletableFuture<Long> result) {}

    DrainWaits(ProducerTable producers) {
        this.producers = producers;
    }

    /**
     * Adds a request.
     *
     * @param tail of the ingress
     * @param sequence the last one that another broker has recorded; 0 if it has none
     * @param producerId from 1; 0 for none
     * @param result gets the last recorded sequence of the id, or the failure
     */
    void add(long tail, long sequence, long producerId, CompletableFuture<Long> result) {
        try {
            if (producerId > 0) {
                producers.register(producerId);
            }
            waits.add(new DrainWait(tail, sequence, producerId, result));
        } catch (RuntimeException e) {
            // The table is full, or the topic was closed.
            result.completeExceptionally(e);
        }
    }

    /**
     * Answers each request as soon as the messages before it are confirmed and are here.
     *
     * @param freed position up to which the ingress was freed
     * @param sequence the last durable sequence here
     * @return the number of requests that wait no more
     */
    int complete(long freed, long sequence) {
        if (waits.isEmpty()) {
            return 0;
        }
        int before = waits.size();
        waits.removeIf(wait -> {
            boolean drained = freed >= wait.tail() && sequence >= wait.sequence();
            if (drained) {
                wait.result().complete(wait.producerId() == 0 ? 0 : producers.last(wait.producerId()));
            }
            return drained || wait.result().isDone();
        });
        return before - waits.size();
    }

    /** Returns whether a request waits for messages of another broker. */
    boolean lacks(long sequence) {
        return waits.stream().anyMatch(wait -> wait.sequence() > sequence);
    }

    /** The topic ends: all requests fail. */
    void fail(String topic) {
        for (DrainWait wait : waits) {
            wait.result().completeExceptionally(ended(topic));
        }
    }

    static UnavailableException ended(String topic) {
        return new UnavailableException("topic " + topic + " is not sequenced any more: open it again");
    }
}
