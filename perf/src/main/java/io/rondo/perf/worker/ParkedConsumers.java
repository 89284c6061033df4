package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.Receiver;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** One sleeping thread per channel; measures the CPU time of this process meanwhile. */
final class ParkedConsumers implements Slice {
    private final int channels;
    private final Semaphore opened = new Semaphore(0);
    private final Semaphore arrived = new Semaphore(0);
    private volatile Throwable failure;
    private double share;

    /** Starts the threads and waits until each has opened its channel. */
    ParkedConsumers(Competitor competitor, String from, int length, int channels) {
        this.channels = channels;
        for (int i = 0; i < channels; i++) {
            String channel = from + i;
            Thread.ofPlatform().name(channel).daemon().start(() -> consume(competitor, channel, new Payload(length)));
        }
        await(opened);
    }

    private void consume(Competitor competitor, String channel, Payload payload) {
        try {
            Receiver receiver = competitor.receiver(channel, new Arrivals(payload)::onMessage);
            opened.release();
            while (true) {
                receiver.poll();
            }
        } catch (Throwable e) { // also an OutOfMemoryError must reach the main thread, which reports it
            failure = e;
            opened.release(channels);
            arrived.release(channels);
        }
    }

    @Override
    public void run(long nanos) {
        await(arrived);
        sleep(settling(nanos));
        long processor = ProcessClock.nanos();
        long start = System.nanoTime();
        sleep(nanos);
        long passed = System.nanoTime() - start;
        share = (double) (ProcessClock.nanos() - processor) / passed;
        await(arrived);
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

    private void await(Semaphore all) {
        all.acquireUninterruptibly(channels);
        if (failure != null) {
            throw new IllegalStateException("a consumer failed: " + failure, failure);
        }
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.CPU, share).and(Metric.COUNT, 2 * channels);
    }

    /** Verifies the messages of one channel. */
    private final class Arrivals {
        private final Payload payload;
        private long next;

        Arrivals(Payload payload) {
            this.payload = payload;
        }

        void onMessage(DirectBuffer buffer, int offset, int length) {
            payload.verify(buffer, offset, length, next);
            next++;
            arrived.release();
        }
    }
}
