package io.rondo.containers;

import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitStrategy;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A parked consumer, which prints how long it has waited for each message, and the CPU time of its thread meanwhile. */
final class ParkedMain {
    static final int MESSAGES = 3;
    private static final Duration WATCHDOG = Duration.ofMinutes(2);

    private ParkedMain() {}

    public static void main(String[] args) {
        try (Rondo rondo = Rondo.connect();
                Subscriber subscriber = rondo.queue(args[0]).waitStrategy(WaitStrategy.park()).subscriber()) {
            for (int i = 0; i < MESSAGES; i++) {
                long cpu = cpuMicros();
                long start = System.nanoTime();
                if (subscriber.receive((_, _, _) -> {}, 1, WATCHDOG) == 0) {
                    throw new IllegalStateException("message " + i + " did not arrive");
                }
                System.out.printf("waited %d us, CPU %d us%n",
                        TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start), cpuMicros() - cpu);
            }
        }
    }

    private static long cpuMicros() {
        return TimeUnit.NANOSECONDS.toMicros(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }
}
