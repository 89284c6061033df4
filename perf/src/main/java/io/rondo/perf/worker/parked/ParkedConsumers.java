package io.rondo.perf.worker.parked;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.worker.Payload;
import io.rondo.perf.worker.ProcessClock;
import io.rondo.perf.worker.Slice;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/** Sleeping threads, one per channel or one for all channels; measures the CPU time of this process meanwhile. */
public final class ParkedConsumers implements Slice {
    private final int channels;
    private final int threads;
    private final Semaphore opened = new Semaphore(0);
    private final Semaphore arrived = new Semaphore(0);
    private volatile Throwable failure;
    private double share;

    /** Starts the threads and waits until each has opened its channels; with {@code together} one thread opens all. */
    public ParkedConsumers(Competitor competitor, String from, int length, int channels, boolean together) {
        this.channels = channels;
        threads = together ? 1 : channels;
        for (int i = 0; i < threads; i++) {
            String channel = from + i;
            MessageReader reader = new Arrivals(new Payload(length), channels / threads)::onMessage;
            Thread.ofPlatform().name(channel).daemon().start(() -> consume(() -> together
                    ? competitor.receivers(from, channels, reader)
                    : competitor.receiver(channel, reader)));
        }
        await(opened, threads);
    }

    private void consume(Supplier<Receiver> opener) {
        try {
            Receiver receiver = opener.get();
            opened.release();
            while (true) {
                receiver.poll();
            }
        } catch (Throwable e) { // also an OutOfMemoryError must reach the main thread, which reports it
            failure = e;
            opened.release(threads);
            arrived.release(channels);
        }
    }

    @Override
    public void run(long nanos) {
        await(arrived, channels);
        share = shareWhileAsleep(nanos);
        await(arrived, channels);
    }

    /** Sleeps, and returns the CPU time of this process meanwhile, as a share of one core. */
    static double shareWhileAsleep(long nanos) {
        sleep(settling(nanos));
        long processor = ProcessClock.nanos();
        long start = System.nanoTime();
        sleep(nanos);
        long passed = System.nanoTime() - start;
        return (double) (ProcessClock.nanos() - processor) / passed;
    }

    /** Time for JIT compilers and spinning waiters to come to rest after a wake-up. */
    static long settling(long nanos) {
        return nanos / 10;
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while it waits for the end of the slice", e);
        }
    }

    private void await(Semaphore all, int count) {
        all.acquireUninterruptibly(count);
        if (failure != null) {
            throw new IllegalStateException("a consumer failed: " + failure, failure);
        }
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.CPU, share).and(Metric.COUNT, 2 * channels);
    }

    /** Verifies the messages of one thread. All its channels get message n before one of them gets message n + 1. */
    private final class Arrivals {
        private final Payload payload;
        private final int channelsOfThread;
        private long count;

        Arrivals(Payload payload, int channelsOfThread) {
            this.payload = payload;
            this.channelsOfThread = channelsOfThread;
        }

        void onMessage(DirectBuffer buffer, int offset, int length) {
            payload.verify(buffer, offset, length, count / channelsOfThread);
            count++;
            arrived.release();
        }
    }
}
