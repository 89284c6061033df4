package io.rondo.broker.sequencer.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.health.Alarm;
import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Health;
import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.recovery.RecoveryListener;
import io.rondo.broker.log.retention.Retention;
import io.rondo.broker.log.retention.RetentionAgent;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.client.Durability;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A disk that does not answer a sync. */
class SyncStallTest {
    private final FaultyStorage storage = new FaultyStorage();
    private final Health health = new Health();
    private final LoggedAlarms alarms = new LoggedAlarms(Records.CHANNEL, true, health.alarms(), _ -> {});
    private final ChannelLog log = ChannelLog.open(storage,
            new LogSettings(Records.CHANNEL, Durability.DISK, Records.FILE_LENGTH, 0, 0), alarms,
            RecoveryListener.NONE);

    @AfterEach
    void answer() {
        storage.answerSyncs();
        health.watchdog().close();
    }

    private List<Alarm> active() {
        return health.alarms().active();
    }

    @Test
    void aSyncThatSeveralChecksFindRunningIsAnAlarmUntilItEnds() throws Exception {
        Records.append(log, new byte[10]);
        storage.hangSyncs();
        Task<Integer> sync = Task.start(log.syncer()::doWork);
        Watchdog.await("the sync", () -> log.syncer().runningSyncNanos() > 0);
        log.syncer().checkStall(3);
        log.syncer().checkStall(3);
        assertThat(active()).isEmpty();

        log.syncer().checkStall(3);
        log.syncer().checkStall(3);
        assertThat(active()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(AlarmKind.DISK_STALLED);
            assertThat(alarm.subject()).isEqualTo(Records.CHANNEL);
            assertThat(alarm.blocking()).isTrue();
            assertThat(alarm.message()).contains("sync").contains("check the disk").contains("publishers wait");
        });
        assertThat(health.alarms().raised(AlarmKind.DISK_STALLED)).isOne();
        assertThat(health.isLive()).isTrue();

        storage.answerSyncs();
        assertThat(sync.join()).isOne();
        log.syncer().checkStall(3);
        assertThat(active()).isEmpty();
        assertThat(log.progress().durableSequence()).isOne();
    }

    @Test
    void theWatchdogChecksTheLogsThatTheThreadsSync() {
        health.watchdog().start();
        try (LogThreads threads = new LogThreads(health, 1)) {
            RetentionAgent retention = new RetentionAgent(
                    new Retention(log, RetentionPolicy.UNLIMITED, log::saveCheckpoint), () -> RetentionPolicy.UNLIMITED,
                    () -> 0, () -> Retention.NOTHING_NEEDED, alarms);
            LogAgents agents = threads.agents(Records.CHANNEL, retention);
            storage.hangSyncs();
            Records.append(log, new byte[10]);
            agents.start(log, () -> {});
            Watchdog.await("the alarm", () -> active().size() == 1);
            assertThat(active()).singleElement().extracting(Alarm::kind).isEqualTo(AlarmKind.DISK_STALLED);

            storage.answerSyncs();
            Watchdog.await("its end", () -> active().isEmpty());
            agents.stop();
        }
    }
}
