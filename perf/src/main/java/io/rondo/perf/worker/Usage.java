package io.rondo.perf.worker;

import com.sun.management.ThreadMXBean;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.measure.Side;
import java.lang.management.ManagementFactory;

/**
 * Resources of a slice: CPU time of this process, and heap memory allocated by this thread. Confined to that thread.
 */
final class Usage {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long processor;
    private long time;
    private long allocated;

    /** A slice begins. */
    void begin() {
        processor = ProcessClock.nanos();
        time = System.nanoTime();
        allocated = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** A slice ended. */
    void end() {
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        time = System.nanoTime() - time;
        processor = ProcessClock.nanos() - processor;
    }

    /** The figures of the slice that ended, of a side that handled a number of messages. */
    Sample sample(Side side, double messages) {
        Sample sample = Sample.of(Metric.ALLOCATED, messages == 0 ? 0 : allocated / messages);
        return side == Side.CONSUMER ? sample.and(Metric.CPU, (double) processor / time) : sample;
    }
}
