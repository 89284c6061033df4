package io.rondo.examples.work;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.WorkMessage;
import io.rondo.client.WorkQueue;
import io.rondo.client.WorkSubscriber;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.MutableDirectBuffer;

/**
 * Three workers share the jobs of a work queue. A job that fails is returned and processed again, by any of them. Workers in
 * different processes share jobs in the same way.
 */
public final class Workers {
    private static final int WORKERS = 3;
    private static final int JOBS = 300;
    private static final Duration SLICE = Duration.ofMillis(100);

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong sum = new AtomicLong();

    private Workers() {}

    public static void main(String[] arguments) {
        new Workers().run();
    }

    private void run() {
        try (Rondo rondo = Rondo.connect()) {
            WorkQueue jobs = rondo.workQueue("example-jobs").ephemeral(true);
            try (Publisher publisher = jobs.publisher();
                    ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
                for (int i = 0; i < WORKERS; i++) {
                    threads.submit(() -> work(jobs));
                }
                MutableDirectBuffer job = Buffers.allocate(Integer.BYTES);
                for (int number = 1; number <= JOBS; number++) {
                    job.putInt(0, number);
                    publisher.publish(job, 0, Integer.BYTES);
                }
            }
        }
        System.out.println("jobs " + done + ", sum " + sum + ", returned " + failed);
    }

    private void work(WorkQueue jobs) {
        try (WorkSubscriber worker = jobs.subscriber()) {
            while (done.get() < JOBS) {
                worker.receive(this::process, 1, SLICE);
            }
        }
    }

    /** Every hundredth job fails at its first delivery. */
    private void process(WorkMessage message) {
        int number = message.buffer().getInt(message.offset());
        if (number % 100 == 0 && message.deliveries() == 1) {
            failed.incrementAndGet();
            message.nack(Duration.ofMillis(1));
            return;
        }
        message.ack();
        sum.addAndGet(number);
        done.incrementAndGet();
    }
}
