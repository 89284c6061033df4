package io.rondo.broker.sequencer.log;

import io.rondo.broker.health.RecoveryProgress;
import io.rondo.broker.log.recovery.RecoveredLog;
import io.rondo.broker.log.recovery.RecoveryListener;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/** Passes the progress of a recovery to probes, and that of a long one and the result to the system logger. For one thread. */
public final class LoggedRecovery implements RecoveryListener {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PERCENT = 100;

    private final String topic;
    private final RecoveryProgress recovery;
    private long reportedAt = System.nanoTime();

    /**
     * Reports the recovery of a log.
     *
     * @param topic of the log
     * @param recovery gets the progress
     */
    public LoggedRecovery(String topic, RecoveryProgress recovery) {
        this.recovery = recovery;
        this.topic = topic;
    }

    @Override
    public void onProgress(long doneBytes, long totalBytes) {
        recovery.bytes(doneBytes, totalBytes);
        long now = System.nanoTime();
        if (now - reportedAt >= INTERVAL_NANOS) {
            reportedAt = now;
            LOG.log(Level.INFO, "topic {0}: recovery has read {1} % of {2} bytes", topic,
                    totalBytes == 0 ? PERCENT : doneBytes * PERCENT / totalBytes, totalBytes);
        }
    }

    /** Reports what was damaged and what was cut. */
    public void report(RecoveredLog recovered) {
        recovered.damage().forEach(damage -> LOG.log(Level.ERROR,
                "topic {0}: {1} is damaged: {2}; messages {3,number,#} to {4,number,#} are lost", topic, damage.file(),
                damage.text(), damage.firstSequence(), damage.lastSequence()));
        recovered.cut().forEach(cut -> LOG.log(Level.INFO,
                "topic {0}: recovery cut what was written behind the end of the log and never confirmed: {1}", topic,
                cut));
    }
}
