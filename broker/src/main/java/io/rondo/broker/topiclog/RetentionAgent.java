package io.rondo.broker.topiclog;

import io.rondo.broker.log.retention.Retention;
import io.rondo.client.log.LogException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;

/** Applies the retention of one log about once a second. */
final class RetentionAgent implements Agent {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Retention retention;
    private long appliedAt = System.nanoTime();
    private boolean failed;

    RetentionAgent(Retention retention) {
        this.retention = retention;
    }

    @Override
    public int doWork() {
        long now = System.nanoTime();
        if (now - appliedAt < INTERVAL_NANOS) {
            return 0;
        }
        appliedAt = now;
        try {
            int deleted = retention.apply(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
                    Retention.NOTHING_NEEDED).files();
            failed = false;
            return deleted;
        } catch (LogException e) {
            if (!failed) {
                LOG.log(Level.ERROR, "retention deletes nothing: {0}", e.getMessage());
            }
            failed = true;
            return 0;
        }
    }

    @Override
    public String roleName() {
        return "log-retention";
    }
}
