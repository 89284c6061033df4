package io.rondo.broker.recorder;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.retention.Retention;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.client.log.LogException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;

/** Applies the retention of a recorded topic about once a second. An agent for a thread that may wait for the disk. */
final class RetentionAgent implements Agent {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Retention retention;
    private final LongSupplier clock;
    private final RecorderListener listener;
    private long next = System.nanoTime();
    private boolean failed;

    RetentionAgent(ChannelLog log, RetentionPolicy policy, LongSupplier clock, RecorderListener listener) {
        retention = new Retention(log, policy, log::saveCheckpoint);
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public int doWork() {
        long now = System.nanoTime();
        if (now - next < 0) {
            return 0;
        }
        next = now + INTERVAL_NANOS;
        try {
            int files = retention.apply(clock.getAsLong(), Retention.NOTHING_NEEDED).files();
            failed = false;
            return files;
        } catch (LogException e) {
            if (!failed) {
                failed = true;
                listener.onNotDeleted(e);
            }
            return 0;
        }
    }

    @Override
    public String roleName() {
        return "log-retention";
    }
}
