package io.rondo.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.log.retention.Retention;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.log.retention.RetentionResult;
import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.client.Durability;
import io.rondo.client.log.LogFileSet;
import io.rondo.codecs.log.LogFileName;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten files and more; message n has timestamp 10 n. */
class RetentionTest {
    private final FaultyStorage storage = new FaultyStorage();
    private final ChannelLog log = Records.open(storage, Durability.DISK);
    private int saved;

    @BeforeEach
    void fill() {
        for (int i = 0; i < 300; i++) {
            Records.append(log, new byte[500]);
        }
        log.syncer().doWork();
        assertThat(files()).hasSizeGreaterThan(10);
    }

    private List<LogFileName> files() {
        return new LogFileSet(storage.names()).files();
    }

    private RetentionResult apply(RetentionPolicy policy, long now, long needed) {
        return new Retention(log, policy, () -> saved++).apply(now, needed);
    }

    @Test
    void withoutALimitNothingIsDeleted() {
        RetentionResult result = apply(RetentionPolicy.UNLIMITED, Long.MAX_VALUE, Retention.NOTHING_NEEDED);

        assertThat(result.files()).isZero();
        assertThat(saved).isZero();
        assertThat(result.lostLast()).isLessThan(result.lostFirst());
    }

    @Test
    void sizeDeletesTheOldestFilesAndReportsWhatASubscriptionLoses() {
        long second = files().get(1).baseSequence();
        int before = files().size();
        RetentionResult result = apply(new RetentionPolicy(5L * Records.FILE_LENGTH, 0, false), 0, second + 3);

        assertThat(files()).hasSize(5);
        assertThat(saved).isOne();
        assertThat(result.files()).isEqualTo(before - 5);
        assertThat(result.bytes()).isEqualTo((before - 5L) * Records.FILE_LENGTH);
        assertThat(result.oldestSequence()).isEqualTo(files().getFirst().baseSequence());
        assertThat(result.lostFirst()).isEqualTo(second + 3);
        assertThat(result.lostLast()).isEqualTo(result.oldestSequence() - 1);
        assertThat(storage.names()).noneMatch(name -> name.startsWith(String.format("%020d", second)));
    }

    @Test
    void aFileThatIsRemovedAfterItWasListedTakesNoSpace() {
        int before = files().size();
        storage.vanish(files().getFirst().file());
        RetentionResult result = apply(new RetentionPolicy((before - 2L) * Records.FILE_LENGTH, 0, false), 0,
                Retention.NOTHING_NEEDED);

        assertThat(files()).hasSize(before - 2);
        assertThat(result.bytes()).isEqualTo(Records.FILE_LENGTH);
    }

    @Test
    void ageDeletesWhatIsOldAndNotNeeded() {
        LogFileName fourth = files().get(3);
        RetentionPolicy policy = new RetentionPolicy(0, 1000, false);
        long now = fourth.baseSequence() * 10 + 1001;
        LogFileName third = files().get(2);

        assertThat(apply(policy, now, third.baseSequence() + 1).oldestSequence()).isEqualTo(third.baseSequence());
        RetentionResult result = apply(policy, now, Retention.NOTHING_NEEDED);
        assertThat(result.oldestSequence()).isEqualTo(fourth.baseSequence());
        assertThat(result.lostLast()).isLessThan(result.lostFirst());
    }

    @Test
    void whatAllSubscriptionsConfirmedIsDeletedOnRequest() {
        LogFileName fifth = files().get(4);
        RetentionResult result = apply(new RetentionPolicy(0, 0, true), 0, fifth.baseSequence() + 1);

        assertThat(result.oldestSequence()).isEqualTo(fifth.baseSequence());
    }

    @Test
    void theNewestFileAndFilesThatAreNotSyncedAreKept() {
        RetentionPolicy all = new RetentionPolicy(1, 0, true);
        assertThat(apply(all, 0, Retention.NOTHING_NEEDED).oldestSequence())
                .isEqualTo(files().getLast().baseSequence());
        for (int i = 0; i < 100; i++) {
            Records.append(log, new byte[500]);
        }
        int before = files().size();
        assertThat(apply(all, 0, Retention.NOTHING_NEEDED).files()).isZero();
        log.syncer().doWork();
        assertThat(apply(all, 0, Retention.NOTHING_NEEDED).files()).isEqualTo(before - 1);
    }

    @Test
    void nothingIsDeletedIfTheHookFails() {
        int before = files().size();
        Retention retention = new Retention(log, new RetentionPolicy(1, 0, false), () -> {
            throw new IllegalStateException("cannot save");
        });

        assertThatThrownBy(() -> retention.apply(0, Retention.NOTHING_NEEDED)).hasMessage("cannot save");
        assertThat(files()).hasSize(before);
    }

    @Test
    void theCheckpointKnowsThePublishersOfDeletedMessages() {
        LogCheckpoint state = log.recovered().state();
        state.add(300, 3000, 77, 12, 7, 30_000);
        new Retention(log, new RetentionPolicy(1, 0, false), () -> state.save(storage, log.logId()))
                .apply(0, Retention.NOTHING_NEEDED);
        log.close();

        try (ChannelLog again = Records.open(storage, Durability.DISK)) {
            LogCheckpoint found = again.recovered().state();
            assertThat(found.publisherSequences()).containsEntry(77L, 12L).doesNotContainKey(78L);
            assertThat(found.lastSequence()).isEqualTo(300);
            assertThat(found.lastTimestamp()).isEqualTo(3000);
            assertThat(found.ingressEpoch()).isEqualTo(7);
            assertThat(found.ingressPosition()).isEqualTo(30_000);
        }
    }
}
