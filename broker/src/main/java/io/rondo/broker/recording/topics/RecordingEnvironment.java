package io.rondo.broker.recording.topics;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Health;
import io.rondo.broker.sequencer.log.LogThreads;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.client.shm.SharedMemory;
import java.lang.System.Logger.Level;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What all recordings of a broker use. Thread-safe.
 *
 * @param memory the channels
 * @param logs where topics are recorded
 * @param threads of the logs
 * @param isSequenced whether the log of this name belongs to a sequenced topic
 * @param clock nanoseconds since the epoch
 * @param health gets alarms, and watches the threads
 * @param syncTimes gets the time of each sync, in nanoseconds
 */
public record RecordingEnvironment(SharedMemory memory, TopicLogSettings logs, LogThreads threads,
        Predicate<String> isSequenced, LongSupplier clock, Health health, LongConsumer syncTimes) {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    /** Raises the alarm that a topic is not recorded. */
    void raise(String topic, String message) {
        if (health.alarms().raise(AlarmKind.NOT_RECORDED, topic, false, message)) {
            LOG.log(Level.ERROR, "{0}", message);
        }
    }
}
