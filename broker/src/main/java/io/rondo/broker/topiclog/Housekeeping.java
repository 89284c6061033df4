package io.rondo.broker.topiclog;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Alarms;
import io.rondo.broker.log.retention.Retention;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.log.retention.RetentionResult;
import io.rondo.client.RondoException;
import io.rondo.client.log.LogException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;

/** Saves the positions of durable subscriptions and applies the retention of one log, about once a second. */
final class Housekeeping implements Agent {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String topic;
    private final Retention retention;
    private final Supplier<RetentionPolicy> policy;
    private final Subscriptions subscriptions;
    private final Alarms alarms;
    private long ranAt = System.nanoTime();

    /**
     * Creates the agent of one log.
     *
     * @param topic the name
     * @param retention deletes the files
     * @param policy what the log keeps now
     * @param subscriptions the durable subscriptions of the topic
     * @param alarms of the broker
     */
    Housekeeping(String topic, Retention retention, Supplier<RetentionPolicy> policy, Subscriptions subscriptions,
            Alarms alarms) {
        this.topic = topic;
        this.retention = retention;
        this.policy = policy;
        this.subscriptions = subscriptions;
        this.alarms = alarms;
    }

    @Override
    public int doWork() {
        long now = System.nanoTime();
        if (now - ranAt < INTERVAL_NANOS) {
            return 0;
        }
        ranAt = now;
        try {
            subscriptions.save();
            int deleted = delete(policy.get());
            alarms.clear(AlarmKind.HOUSEKEEPING, topic);
            return deleted;
        } catch (LogException | RondoException e) {
            String message = "topic " + topic + ": nothing is deleted and no position saved: " + e.getMessage();
            if (alarms.raise(AlarmKind.HOUSEKEEPING, topic, false, message)) {
                LOG.log(Level.ERROR, "{0}", message);
            }
            return 0;
        }
    }

    /** Does not look at the files of a log that keeps everything. */
    private int delete(RetentionPolicy kept) {
        if (kept.equals(RetentionPolicy.UNLIMITED)) {
            return 0;
        }
        retention.policy(kept);
        RetentionResult result = retention.apply(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
                subscriptions.needed());
        if (result.lostFirst() <= result.lostLast()) {
            LOG.log(Level.WARNING,
                    "topic {0}: retention by size deleted messages {1,number,#} to {2,number,#}, which a durable"
                            + " subscription has not confirmed: keep more, or remove that subscription",
                    topic, result.lostFirst(), result.lostLast());
        }
        return result.files();
    }

    @Override
    public String roleName() {
        return "log-housekeeping of topic " + topic;
    }
}
