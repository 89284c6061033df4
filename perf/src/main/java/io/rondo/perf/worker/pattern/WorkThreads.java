package io.rondo.perf.worker.pattern;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.worker.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A producer and its consumers as threads of one process, for queues that processes cannot share. */
public final class WorkThreads implements Slice {
    private final Slice producer;
    private final List<? extends Slice> consumers;

    /** Runs the producer in the calling thread, and each consumer in a thread of its own. */
    public WorkThreads(Slice producer, List<? extends Slice> consumers) {
        this.producer = producer;
        this.consumers = consumers;
    }

    @Override
    public void run(long nanos) {
        List<FutureTask<Void>> running = new ArrayList<>();
        for (Slice consumer : consumers) {
            FutureTask<Void> task = new FutureTask<>(() -> consumer.run(nanos), null);
            running.add(task);
            Thread.ofPlatform().name("consumer").daemon().start(task);
        }
        producer.run(nanos);
        for (FutureTask<Void> task : running) {
            await(task);
        }
    }

    private static void await(FutureTask<Void> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a consumer failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while it waits for the consumers", e);
        }
    }

    @Override
    public Sample sample() {
        Sample received = Sample.ofCompeting(consumers.stream().map(Slice::sample).toList());
        double sent = producer.sample().get(Metric.COUNT);
        if (received.get(Metric.COUNT) != sent) {
            throw new IllegalStateException(
                    String.format("%.0f messages sent, %.0f received", sent, received.get(Metric.COUNT)));
        }
        return received;
    }
}
