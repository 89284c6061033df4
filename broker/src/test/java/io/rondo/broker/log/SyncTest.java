package io.rondo.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.log.recovery.RecoveryListener;
import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.broker.log.writer.AppendResult;
import io.rondo.client.Durability;
import io.rondo.client.log.LogException;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.log.LogFileName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncTest {
    private final FaultyStorage storage = new FaultyStorage();
    private final List<String> alarms = new ArrayList<>();

    private ChannelLog open(Durability durability) {
        return ChannelLog.open(storage, new LogSettings(Records.CHANNEL, durability, Records.FILE_LENGTH, 0, 0),
                new LogAlarms() {
                    @Override
                    public void onReadOnly(LogException failure) {
                        alarms.add("read-only: " + failure.getMessage());
                    }

                    @Override
                    public void onNoFile(LogException failure) {
                        alarms.add("no file: " + failure.reason());
                    }

                    @Override
                    public void onFileAgain() {
                        alarms.add("file again");
                    }
                }, RecoveryListener.NONE);
    }

    @Test
    void aMessageIsDurableAfterTheSyncAndNotBefore() {
        ChannelLog log = open(Durability.DISK);
        Records.append(log, new byte[10]);
        assertThat(log.progress().writtenSequence()).isOne();
        assertThat(log.progress().durableSequence()).isZero();
        assertThat(log.syncer().doWork()).isOne();
        assertThat(log.progress().durableSequence()).isOne();
        assertThat(log.syncer().doWork()).isZero();
    }

    @Test
    void anIdleLogStatesOnceWhatIsSynced() {
        ChannelLog log = open(Durability.DISK);
        Records.append(log, new byte[10]);
        assertThat(log.writer().idle()).isZero();
        log.syncer().doWork();
        assertThat(log.writer().idle()).isOne();
        assertThat(log.writer().idle()).isZero();
        assertThat(log.syncer().doWork()).isOne();
        assertThat(log.syncer().doWork()).isZero();
    }

    @Test
    void withoutDiskOnlyCompleteFilesAreSynced() {
        ChannelLog log = open(Durability.OS);
        for (int i = 0; i < 50; i++) {
            Records.append(log, new byte[400]);
            log.syncer().doWork();
        }
        long durable = log.progress().durableSequence();
        assertThat(durable).isPositive().isLessThan(50);
        assertThat(storage.names()).contains(String.format("%020d-0.log", durable + 1));
    }

    @Test
    void aFailedSyncIsNotRetriedAndTheLogBecomesReadOnly() {
        ChannelLog log = open(Durability.DISK);
        Records.append(log, new byte[]{1});
        log.syncer().doWork();
        Records.append(log, new byte[]{2});
        storage.failSyncsAfter(0);
        assertThat(log.syncer().doWork()).isZero();
        storage.failSyncsAfter(Integer.MAX_VALUE);

        assertThat(alarms).hasSize(1).first().asString().startsWith("read-only").contains("00000000000000000001-0.log");
        assertThat(log.syncer().doWork()).isZero();
        assertThat(log.progress().durableSequence()).isOne();
        assertThat(Records.append(log, new byte[]{3})).isEqualTo(AppendResult.READ_ONLY);
        assertThat(log.writer().markGap(3, 3, GapReason.NO_SPACE)).isEqualTo(AppendResult.READ_ONLY);
        assertThat(log.writer().idle()).isZero();
        byte[] sealed = storage.content("00000000000000000001-0.log");
        log.close();
        assertThat(storage.content("00000000000000000001-0.log")).isEqualTo(sealed);

        // The page cache still has the second message: it is kept in a new file, and the sealed one is not continued.
        ChannelLog again = open(Durability.DISK);
        assertThat(again.recovered().state().lastSequence()).isEqualTo(2);
        assertThat(storage.names()).contains("00000000000000000002-0.log");
        Records.append(again, new byte[]{4});
        assertThat(storage.content("00000000000000000001-0.log")).isEqualTo(sealed);
        assertThat(Records.read(storage)).containsExactly(new byte[]{1}, new byte[]{2}, new byte[]{4});
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void afterAFailedLastSyncTheLogIsNotTakenForClosedInOrder(int syncs) {
        ChannelLog log = open(Durability.DISK);
        Records.append(log, new byte[]{1});
        log.syncer().doWork();
        storage.failSyncsAfter(syncs);
        log.close();
        storage.failSyncsAfter(Integer.MAX_VALUE);
        assertThat(alarms).hasSize(1);

        ChannelLog again = open(Durability.DISK);
        assertThat(again.recovered().file().header().name()).isNotEqualTo(new LogFileName(1, 0));
        assertThat(Records.read(storage)).containsExactly(new byte[]{1});
    }

    @Test
    void withoutSpaceNothingIsWrittenAndTheGapIsMarkedLater() {
        ChannelLog log = open(Durability.OS);
        storage.free(0);
        List<byte[]> expected = new ArrayList<>();
        Random random = new Random(3);
        AppendResult result = AppendResult.APPENDED;
        while (result == AppendResult.APPENDED) {
            expected.add(Records.message(random, 900));
            result = Records.append(log, expected.getLast());
        }
        assertThat(result).isEqualTo(AppendResult.NO_SPACE);
        assertThat(alarms).containsExactly("no file: NO_SPACE");
        expected.removeLast();
        long first = log.writer().nextSequence();
        assertThat(Records.append(log, new byte[900])).isEqualTo(AppendResult.NO_SPACE);
        assertThat(log.writer().nextSequence()).isEqualTo(first);

        storage.free(1 << 20);
        while (log.preparer().doWork() == 0) {
            Thread.onSpinWait();
        }
        assertThat(alarms).containsExactly("no file: NO_SPACE", "file again");
        assertThat(log.writer().markGap(first, first + 2, GapReason.NO_SPACE)).isEqualTo(AppendResult.APPENDED);
        expected.add(null);
        expected.add(null);
        expected.add(null);
        expected.add(new byte[]{7});
        assertThat(Records.append(log, new byte[]{7})).isEqualTo(AppendResult.APPENDED);
        assertThat(Records.read(storage)).hasSameSizeAs(expected).usingElementComparator(
                (one, other) -> one == null || other == null
                        ? one == other ? 0 : 1
                        : Arrays.compare(one, other))
                .isEqualTo(expected);
    }
}
