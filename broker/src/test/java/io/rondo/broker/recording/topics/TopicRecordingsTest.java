package io.rondo.broker.recording.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Health;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.sequencer.log.LogThreads;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.broker.status.RecordingStatus;
import io.rondo.broker.thread.AgentThread;
import io.rondo.broker.topic.NamePattern;
import io.rondo.client.Durability;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings without a broker, in a process that may refuse threads. */
@Timeout(240)
class TopicRecordingsTest {
    private static final RecordingRules RULES = new RecordingRules(
            List.of(new RecordingRule(NamePattern.ALL, Durability.OS, RetentionPolicy.UNLIMITED)));

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path logs;
    private final Health health = new Health();
    private volatile boolean refused = true;

    private AgentThread start(RecordingAgent agent) {
        if (refused && agent.roleName().equals("recorder-refused")) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        return new AgentThread(agent, agent);
    }

    private static List<String> recorded(TopicRecordings recordings) {
        return recordings.status().stream().map(RecordingStatus::topic).toList();
    }

    @Test
    void aRecorderThatCannotStartRaisesAnAlarmUntilItStartsAndOtherTopicsAreRecorded() {
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        try (LogThreads threads = new LogThreads(health);
                TopicRecordings recordings = new TopicRecordings(new RecordingEnvironment(SharedMemory.open(config),
                        new TopicLogSettings(logs, 1 << 20), threads, _ -> false, System::nanoTime, health, _ -> {}),
                        this::start);
                Rondo rondo = Rondo.connect(config);
                Publisher _ = rondo.topic("refused").publisher()) {
            recordings.rules(RULES);
            Watchdog.await("the alarm", () -> !health.alarms().active().isEmpty());
            assertThat(health.alarms().active()).singleElement().satisfies(alarm -> {
                assertThat(alarm.kind()).isEqualTo(AlarmKind.NOT_RECORDED);
                assertThat(alarm.subject()).isEqualTo("refused");
                assertThat(alarm.message()).contains("unable to create native thread");
            });
            try (Publisher _ = rondo.topic("later").publisher()) {
                Watchdog.await("the recording", () -> recorded(recordings).equals(List.of("later")));
                refused = false;
                Watchdog.await("both recordings", () -> recorded(recordings).equals(List.of("later", "refused")));
                Watchdog.await("the end of the alarm", () -> health.alarms().active().isEmpty());
            }
        }
    }
}
