package io.rondo.broker.status;

import io.rondo.broker.health.Alarm;
import io.rondo.broker.health.BrokerState;
import io.rondo.broker.health.Health;
import io.rondo.broker.health.RecoveryProgress;
import java.util.List;

/**
 * What a probe is answered. It needs no look at a topic.
 *
 * @param state what the broker does
 * @param live whether every thread works
 * @param ready whether it takes and confirms the messages of all topics
 * @param recovery how far the recovery at the start is
 * @param alarms failures that last, the oldest first
 */
public record Readiness(BrokerState state, boolean live, boolean ready, RecoveryProgress.Snapshot recovery,
        List<Alarm> alarms) {
    /** Returns the readiness of a broker now. */
    public static Readiness of(Health health) {
        return new Readiness(health.state(), health.isLive(), health.isReady(), health.recovery().now(),
                health.alarms().active());
    }
}
