package io.rondo.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.log.storage.LogFile;
import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.client.Durability;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogFileMapping;
import io.rondo.client.log.LogFiles;
import io.rondo.client.log.LogIndex;
import io.rondo.client.log.LogReader;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.log.LogFileName;
import io.rondo.core.ring.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeking and following; message n has timestamp 10 n. */
class LogReaderTest {
    private static final int FILE_LENGTH = 512 << 10;

    private final FaultyStorage storage = new FaultyStorage();
    private final ChannelLog log = Records.open(storage, Durability.OS, FILE_LENGTH);
    private final List<String> gaps = new ArrayList<>();

    private void append(int count, int length) {
        for (int i = 0; i < count; i++) {
            Records.append(log, new byte[length]);
        }
    }

    private LogReader reader() {
        return new LogReader(storage, (first, last, reason) -> gaps.add(first + "-" + last + " " + reason));
    }

    private static LogReader reader(FaultyStorage files) {
        return new LogReader(files, (first, last, reason) -> {
            throw new AssertionError("messages " + first + " to " + last + " are missing: " + reason);
        });
    }

    /** Sequences of the next messages. */
    private static List<Long> next(LogReader reader, int count) {
        List<Long> found = new ArrayList<>();
        while (found.size() < count && reader.poll(record -> {
            found.add(record.sequence());
            return Action.CONTINUE;
        }, count - found.size()) > 0) {
            // Until they are there.
        }
        return found;
    }

    /** Recovery moves what was not synced into a new file. Its base timestamp is no earlier than the messages before it. */
    @Test
    void seeksToEachTimeAfterACrashBetweenTwoSyncs() {
        ChannelLog synced = Records.open(new FaultyStorage(), Durability.DISK, FILE_LENGTH);
        for (int i = 1; i <= 200; i++) {
            Records.append(synced, new byte[50]);
            if (i == 100) {
                synced.syncer().doWork();
            }
        }
        FaultyStorage crashed = ((FaultyStorage) synced.storage()).afterProcessDeath();
        Records.open(crashed, Durability.DISK, FILE_LENGTH).close();
        assertThat(crashed.names()).contains(new LogFileName(101, 0).file());
        try (LogReader reader = reader(crashed)) {
            for (long sequence = 1; sequence <= 200; sequence++) {
                reader.seekTime(sequence * 10);
                assertThat(next(reader, 1)).containsExactly(sequence);
                reader.seekTime(sequence * 10 - 1);
                assertThat(next(reader, 1)).containsExactly(sequence);
            }
        }
    }

    @Test
    void seeksToEachSequenceAndTime() {
        append(3000, 500);
        Random random = new Random(5);
        try (LogReader reader = reader()) {
            for (int i = 0; i < 300; i++) {
                long sequence = 1 + random.nextInt(2999);
                reader.seekSequence(sequence);
                assertThat(next(reader, 2)).containsExactly(sequence, sequence + 1);
                reader.seekTime(sequence * 10);
                assertThat(next(reader, 1)).containsExactly(sequence);
                reader.seekTime(sequence * 10 + 1);
                assertThat(next(reader, 1)).containsExactly(sequence + 1);
            }
            reader.seekTime(0);
            assertThat(next(reader, 1)).containsExactly(1L);
            reader.seekEarliest();
            assertThat(next(reader, 1)).containsExactly(1L);
            reader.seekLatest();
            assertThat(reader.nextSequence()).isEqualTo(3001);
            assertThat(next(reader, 1)).isEmpty();
        }
    }

    @Test
    void anIndexThatIsMissingOrWrongChangesNothing() {
        append(3000, 500);
        Random random = new Random(6);
        for (int round = 0; round < 50; round++) {
            for (String name : storage.names()) {
                if (name.endsWith(LogFileName.INDEX_SUFFIX)) {
                    byte[] index = storage.content(name);
                    for (int i = 0; i < 40; i++) {
                        index[LogIndex.ENTRIES + random.nextInt(300)] = (byte) random.nextInt();
                    }
                    storage.replace(name, round == 49 ? new byte[0] : index);
                }
            }
            try (LogReader reader = reader()) {
                long sequence = 1 + random.nextInt(2999);
                reader.seekSequence(sequence);
                assertThat(next(reader, 2)).containsExactly(sequence, sequence + 1);
                reader.seekTime(sequence * 10);
                assertThat(next(reader, 1)).containsExactly(sequence);
            }
        }
    }

    @Test
    void followsIntoNewFilesAndStopsAtTheGivenSequence() {
        List<Long> found = new ArrayList<>();
        append(1, 100);
        try (LogReader reader = reader()) {
            for (int round = 1; round <= 200; round++) {
                append(10, 1000);
                long last = round * 10 - 5;
                while (reader.poll(record -> {
                    found.add(record.sequence());
                    return Action.CONTINUE;
                }, 7, last) > 0) {
                    // Up to the last one.
                }
                assertThat(reader.nextSequence()).isEqualTo(last + 1);
            }
        }
        assertThat(found).hasSize(1995).isSorted().doesNotHaveDuplicates();
        assertThat(gaps).isEmpty();
    }

    @Test
    void aSeekIntoAGapReportsTheRestOfIt() {
        append(1, 10);
        log.writer().markGap(2, 9, GapReason.NO_SPACE);
        append(1, 10);
        try (LogReader reader = reader()) {
            reader.seekSequence(5);
            assertThat(next(reader, 5)).containsExactly(10L);
        }
        assertThat(gaps).containsExactly("5-9 NO_SPACE");
    }

    @Test
    void aSequenceThatRetentionRemovedNamesTheOldest() {
        append(1500, 1000);
        storage.delete(new LogFileName(1, 0).file());
        try (LogReader reader = reader()) {
            long oldest = reader.oldestSequence();
            assertThat(oldest).isGreaterThan(400);
            assertThat(next(reader, 1)).containsExactly(oldest);
            assertThatThrownBy(() -> reader.seekSequence(7)).isInstanceOfSatisfying(LogException.class, e -> {
                assertThat(e.reason()).isEqualTo(Reason.REMOVED);
                assertThat(e.oldestSequence()).isEqualTo(oldest);
            }).hasMessageContaining("oldest available is " + oldest);
            assertThat(next(reader, 1)).containsExactly(oldest + 1);
        }
    }

    @Test
    void aReaderKeepsTheFileThatRetentionRemoves() {
        append(1500, 1000);
        try (LogReader reader = reader()) {
            assertThat(next(reader, 5)).hasSize(5);
            storage.delete(new LogFileName(1, 0).file());
            assertThat(next(reader, 1495)).hasSize(1495);
        }
    }

    @Test
    void retentionBetweenListingAndOpeningMakesTheReaderLookAgain() {
        append(1500, 1000);
        String first = new LogFileName(1, 0).file();
        try (LogReader reader = new LogReader(new RemovedAfterListing(storage, first), (from, to, reason) -> {})) {
            assertThat(reader.nextSequence()).isGreaterThan(1);
            assertThat(reader.oldestSequence()).isEqualTo(reader.nextSequence());
        }
    }

    /** Removes a file after it was listed for the first time. */
    private record RemovedAfterListing(FaultyStorage storage, String file) implements LogFiles {
        @Override
        public List<String> names() {
            List<String> names = storage.names();
            if (names.contains(file)) {
                storage.delete(file);
            }
            return names;
        }

        @Override
        public LogFileMapping map(String name) {
            return storage.map(name);
        }

        @Override
        public String describe(String name) {
            return storage.describe(name);
        }
    }

    @Test
    void damageIsAnExceptionAndCanBeSkipped() {
        append(400, 1000);
        String name = new LogFileName(1, 0).file();
        byte[] content = storage.content(name);
        int damaged = 4096 + 75 + 10 * 1070 + 500;
        content[damaged] ^= 1;
        storage.replace(name, content);
        try (LogReader reader = reader()) {
            List<Long> found = new ArrayList<>();
            assertThatThrownBy(() -> reader.poll(record -> {
                found.add(record.sequence());
                return Action.CONTINUE;
            }, 100))
                    .isInstanceOfSatisfying(LogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
                    .hasMessageContaining("sequence 11");
            assertThat(found).hasSize(10);
            assertThatThrownBy(() -> reader.poll(record -> {
                found.add(record.sequence());
                return Action.CONTINUE;
            }, 100, 300))
                    .isInstanceOf(LogException.class);
            assertThat(reader.skipDamage()).isTrue();
            long next = reader.nextSequence();
            assertThat(gaps).containsExactly("11-" + (next - 1) + " DAMAGED");
            assertThat(next(reader, 1)).containsExactly(next);
        }
    }

    @Test
    void randomBytesAreNeverDeliveredAndNothingOutsideTheFileIsRead() {
        // The reader scans to the end of the file for a mark after each damaged record.
        FaultyStorage small = new FaultyStorage();
        ChannelLog written = Records.open(small, Durability.OS, 64 << 10);
        for (int i = 0; i < 100; i++) {
            Records.append(written, new byte[200]);
        }
        String name = new LogFileName(1, 0).file();
        byte[] content = small.content(name);
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = content.clone();
            for (int i = 0; i < 20; i++) {
                damaged[4096 + random.nextInt(28_000)] = (byte) random.nextInt();
            }
            small.replace(name, damaged);
            try (LogReader reader = new LogReader(small, (first, last, reason) -> {})) {
                int delivered = 0;
                do {
                    try {
                        while (reader.poll(record -> {
                            assertThat(record.payload().capacity()).isEqualTo(200);
                            return Action.CONTINUE;
                        }, 10) > 0) {
                            delivered++;
                        }
                        break;
                    } catch (LogException e) {
                        assertThat(e.reason()).isEqualTo(Reason.DAMAGED);
                    }
                } while (reader.skipDamage());
                assertThat(delivered).isLessThan(11);
            }
        }
    }

    @Test
    void theEndOfTheLogIsNotDamageWhileARecordIsBeingWritten() {
        append(3, 100);
        String name = new LogFileName(1, 0).file();
        LogFile file = storage.open(name);
        // Behind the header page, the two marks of a new log and three messages.
        int end = 4096 + 2 * 75 + 3 * 170;
        append(1, 100);
        assertThat(file.bytes().readInt(end)).isNotZero();
        file.bytes().writeByte(end + 62, (byte) ~file.bytes().readByte(end + 62));
        try (LogReader reader = reader()) {
            assertThat(next(reader, 10)).hasSize(3);
            file.bytes().writeByte(end + 62, (byte) ~file.bytes().readByte(end + 62));
            assertThat(next(reader, 10)).containsExactly(4L);
        }
    }

    /** The files of the log; the writer does something when the reader has looked at a record and lists the files. */
    private final class Interleaved implements LogFiles {
        private Runnable action = () -> {};

        @Override
        public List<String> names() {
            Runnable now = action;
            action = () -> {};
            now.run();
            return storage.names();
        }

        @Override
        public LogFileMapping map(String name) {
            return storage.map(name);
        }

        @Override
        public String describe(String name) {
            return storage.describe(name);
        }
    }

    private List<Long> nextAfter(Interleaved files, Runnable action, int read, int further) {
        try (LogReader reader = new LogReader(files, (first, last, reason) -> gaps.add(first + "-" + last))) {
            assertThat(next(reader, read)).hasSize(read);
            files.action = action;
            return next(reader, further);
        }
    }

    @Test
    void aRecordThatIsFinishedBetweenTwoLooksIsDeliveredAlsoIfAMarkFollowsIt() {
        append(4, 100);
        // The last byte of the fourth record is written later.
        LogFile file = storage.open(new LogFileName(1, 0).file());
        int last = 4096 + 2 * 75 + 4 * 170 - 1;
        file.bytes().writeByte(last, (byte) ~file.bytes().readByte(last));

        assertThat(nextAfter(new Interleaved(), () -> {
            file.bytes().writeByte(last, (byte) ~file.bytes().readByte(last));
            // With a mark after 64 KiB.
            append(100, 1000);
        }, 3, 101)).hasSize(101).startsWith(4L).endsWith(104L);
        assertThat(gaps).isEmpty();
    }

    @Test
    void recordsThatAreAppendedBetweenTwoLooksAreNoGapIfTheNextFileFollowsThem() {
        append(3, 1000);

        assertThat(nextAfter(new Interleaved(), () -> append(600, 1000), 3, 600)).hasSize(600).startsWith(4L)
                .endsWith(603L);
        assertThat(storage.names().stream().filter(name -> name.endsWith(LogFileName.SUFFIX))).hasSizeGreaterThan(1);
        assertThat(gaps).isEmpty();
    }
}
