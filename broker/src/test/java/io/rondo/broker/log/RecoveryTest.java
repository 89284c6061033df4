package io.rondo.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.log.recovery.RecoveredLog;
import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.client.Durability;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogFileSet;
import io.rondo.client.log.LogFinding;
import io.rondo.client.log.LogVerifier;
import io.rondo.codecs.log.LogFileName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    /** Frame of a message of 30 bytes. */
    private static final int FRAME = 100;
    /** Behind the header page and the two marks of a new log. */
    private static final int FIRST = 4096 + 2 * 75;
    private static final String FILE = new LogFileName(1, 0).file();

    private FaultyStorage storage = new FaultyStorage();

    private static byte[] message(int number) {
        byte[] message = new byte[30];
        message[0] = (byte) number;
        return message;
    }

    private static void append(ChannelLog log, int from, int to) {
        for (int i = from; i <= to; i++) {
            Records.append(log, message(i));
        }
    }

    private void flip(String file, int position) {
        byte[] content = storage.content(file);
        content[position] ^= 1;
        storage.replace(file, content);
    }

    private List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        Records.read(storage).forEach(message -> numbers.add(message == null ? null : (int) message[0]));
        return numbers;
    }

    @Test
    void aFileThatIsRemovedAfterItWasListedIsNamed() {
        ChannelLog log = Records.open(storage, Durability.DISK);
        append(log, 1, 3);
        log.syncer().doWork();
        storage = storage.afterProcessDeath();
        storage.vanish(FILE);
        assertThatThrownBy(() -> Records.open(storage, Durability.DISK)).isInstanceOf(LogException.class)
                .hasMessageContaining(FILE + " was removed while the log was recovered");
    }

    @Test
    void goodRecordsBehindABadOneAboveTheMarkAreNotResurrected() {
        ChannelLog log = Records.open(storage, Durability.DISK);
        append(log, 1, 3);
        log.syncer().doWork();
        append(log, 4, 9);
        // Behind the mark that states 3.
        flip(FILE, FIRST + 75 + 5 * FRAME + 80);
        byte[] before = storage.content(FILE);

        RecoveredLog recovered = Records.open(storage, Durability.DISK).recovered();
        assertThat(recovered.state().lastSequence()).isEqualTo(5);
        assertThat(recovered.damage()).isEmpty();
        assertThat(recovered.cut()).hasSize(1).first().asString().contains(FILE);
        assertThat(numbers()).containsExactly(1, 2, 3, 4, 5);

        // New records take the sequences, and the old ones stay where they are.
        ChannelLog again = Records.open(storage.afterProcessDeath(), Durability.DISK);
        append(again, 16, 16);
        storage = (FaultyStorage) again.storage();
        assertThat(numbers()).containsExactly(1, 2, 3, 4, 5, 16);
        assertThat(new String(storage.content(FILE), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("\7\0\0\0");
    }

    @Test
    void damageBelowTheMarkIsQuarantinedAndTheLogGoesOnBehindIt() {
        ChannelLog log = Records.open(storage, Durability.DISK);
        append(log, 1, 6);
        log.syncer().doWork();
        append(log, 7, 8);
        log.syncer().doWork();
        log.writer().idle();
        flip(FILE, FIRST + 3 * FRAME + 80);

        RecoveredLog recovered = Records.open(storage, Durability.DISK).recovered();
        assertThat(recovered.damage()).hasSize(1).first().satisfies(damage -> {
            assertThat(damage.file()).contains(FILE);
            assertThat(damage.firstSequence()).isEqualTo(4);
            assertThat(damage.lastSequence()).isEqualTo(4);
        });
        assertThat(numbers()).containsExactly(1, 2, 3, null, 5, 6, 7, 8);
        assertThat(storage.names()).contains(FILE + ".damaged", new LogFileName(1, 1).file());
        assertThat(LogVerifier.verify(storage, bytes -> {
            // Nothing to show.
        }).findings()).extracting(LogFinding::kind).containsExactly(LogFinding.Kind.GAP, LogFinding.Kind.MOVED_ASIDE);
    }

    @Test
    void zerosBelowTheMarkAreDamageAndTheLogGoesOnAtTheNextMark() {
        ChannelLog log = Records.open(storage, Durability.DISK);
        append(log, 1, 6);
        log.syncer().doWork();
        append(log, 7, 8);
        log.syncer().doWork();
        log.writer().idle();
        byte[] content = storage.content(FILE);
        Arrays.fill(content, FIRST + 3 * FRAME, FIRST + 4 * FRAME, (byte) 0);
        storage.replace(FILE, content);

        RecoveredLog recovered = Records.open(storage, Durability.DISK).recovered();
        assertThat(recovered.damage()).singleElement().satisfies(damage -> {
            assertThat(damage.firstSequence()).isEqualTo(4);
            assertThat(damage.lastSequence()).isEqualTo(6);
        });
        assertThat(numbers()).containsExactly(1, 2, 3, null, null, null, 7, 8);
    }

    @Test
    void aByteAtTheEndOfAFileOfZerosIsCut() {
        ChannelLog log = Records.open(storage, Durability.DISK);
        append(log, 1, 3);
        log.syncer().doWork();
        byte[] content = storage.content(FILE);
        content[content.length - 1] = 1;
        storage.replace(FILE, content);

        assertThat(Records.open(storage, Durability.DISK).recovered().cut()).singleElement().asString().contains(FILE);
        assertThat(numbers()).containsExactly(1, 2, 3);
    }

    @Test
    void aMissingFileBetweenOthersIsReportedAsAGap() {
        ChannelLog log = Records.open(storage, Durability.DISK);
        append(log, 1, 127);
        while (new LogFileSet(storage.names()).files().size() < 4) {
            append(log, 0, 10);
        }
        log.syncer().doWork();
        log.close();
        List<LogFileName> files = new LogFileSet(storage.names()).files();
        storage.delete(files.get(1).file());

        RecoveredLog recovered = Records.open(storage, Durability.DISK).recovered();
        assertThat(recovered.damage()).hasSize(1).first().satisfies(damage -> {
            assertThat(damage.firstSequence()).isEqualTo(files.get(1).baseSequence());
            assertThat(damage.lastSequence()).isEqualTo(files.get(2).baseSequence() - 1);
        });
        assertThat(numbers().subList(0, 3)).containsExactly(1, 2, 3);
        assertThat(numbers()).hasSize((int) recovered.state().lastSequence()).containsNull();
    }

    @Test
    void afterTheDeathOfTheProcessEverythingIsThereAndOnTheDisk() {
        ChannelLog log = Records.open(storage, Durability.OS);
        append(log, 1, 100);
        storage = storage.afterProcessDeath();
        storage.losePowerAfter(Integer.MAX_VALUE);

        RecoveredLog recovered = Records.open(storage, Durability.OS).recovered();
        assertThat(recovered.state().lastSequence()).isEqualTo(100);
        storage = storage.afterPowerLoss(new Random(1));
        assertThat(Records.open(storage, Durability.OS).recovered().state().lastSequence()).isEqualTo(100);
        assertThat(numbers()).hasSize(100);
    }

    @Test
    void withoutSpaceForTheRewrittenFileRecoveryFailsAndChangesNothing() {
        ChannelLog log = Records.open(storage, Durability.DISK);
        append(log, 1, 5);
        storage.delete("next.log");
        storage.delete("next.index");
        byte[] content = storage.content(FILE);
        storage.free(100);

        assertThatThrownBy(() -> Records.open(storage, Durability.DISK)).isInstanceOfSatisfying(LogException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.NO_SPACE));
        assertThat(storage.content(FILE)).isEqualTo(content);
        storage.free(1 << 20);
        Records.open(storage, Durability.DISK);
        assertThat(numbers()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aFileThatLostItsNameIsKept() {
        ChannelLog log = Records.open(storage, Durability.DISK);
        append(log, 1, 127);
        log.close();
        byte[] unnamed = storage.content(new LogFileName(1, 0).file());
        storage.replace("next.log", unnamed);
        storage.replace("next.log.cut", new byte[1]);

        Records.open(storage, Durability.DISK);
        assertThat(storage.content("next.log.cut1")).isEqualTo(unnamed);
        assertThat(storage.names()).doesNotContain("next.log");
        assertThat(numbers()).hasSize(127);
    }

    @Test
    void progressReachesTheTotal() {
        ChannelLog log = Records.open(storage, Durability.DISK);
        append(log, 1, 127);
        append(log, 1, 127);
        log.close();
        List<Long> done = new ArrayList<>();
        long[] totals = {0};
        ChannelLog.open(storage, new LogSettings(Records.CHANNEL, Durability.DISK, Records.FILE_LENGTH, 0, 0),
                LogAlarms.NONE, (bytes, total) -> {
                    done.add(bytes);
                    totals[0] = total;
                });

        assertThat(done).isSorted().last().isEqualTo(totals[0]);
        assertThat(totals[0]).isEqualTo(3L * Records.FILE_LENGTH);
    }
}
