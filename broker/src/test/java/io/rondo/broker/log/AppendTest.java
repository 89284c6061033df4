package io.rondo.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.log.storage.MappedStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.broker.log.writer.AppendResult;
import io.rondo.client.Durability;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogReader;
import io.rondo.client.log.LogRecordHandler;
import io.rondo.client.log.LogVerification;
import io.rondo.client.log.LogVerifier;
import io.rondo.codecs.control.GapReason;
import io.rondo.core.ring.Action;
import io.rondo.core.testkit.Allocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log in a real directory. */
class AppendTest {
    private static final int MODE = 0600;

    @TempDir
    private Path logs;

    private MappedStorage storage() {
        return new MappedStorage(logs.resolve(Records.CHANNEL), MODE);
    }

    private LogDirectory directory() {
        return new LogDirectory(logs.resolve(Records.CHANNEL));
    }

    @Test
    void whatIsAppendedIsReadAcrossFilesAndAfterReopening() {
        Random random = new Random(1);
        List<byte[]> messages = new ArrayList<>();
        for (int life = 0; life < 3; life++) {
            try (ChannelLog log = Records.open(storage(), Durability.DISK)) {
                assertThat(log.recovered().state().lastSequence()).isEqualTo(messages.size());
                assertThat(log.recovered().damage()).isEmpty();
                for (int i = 0; i < 200; i++) {
                    byte[] message = Records.message(random, 300);
                    messages.add(message);
                    assertThat(Records.append(log, message)).isEqualTo(AppendResult.APPENDED);
                    log.syncer().doWork();
                }
                assertThat(log.progress().durableSequence()).isEqualTo(messages.size());
            }
        }

        assertThat(Records.read(directory())).usingElementComparator(Arrays::compare).isEqualTo(messages);
        LogVerification verification = LogVerifier.verify(directory(), bytes -> {
            // Nothing to show.
        });
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.messages()).isEqualTo(600);
        assertThat(verification.lastSequence()).isEqualTo(600);
        assertThat(verification.files()).isGreaterThan(5);
    }

    @Test
    void aLogThatWasClosedInOrderContinuesInItsLastFile() {
        for (int life = 0; life < 3; life++) {
            try (ChannelLog log = Records.open(storage(), Durability.OS)) {
                assertThat(Records.append(log, new byte[10])).isEqualTo(AppendResult.APPENDED);
            }
        }

        assertThat(directory().names()).filteredOn(name -> name.endsWith(".log")).hasSize(1);
    }

    @Test
    void theFieldsOfARecordAreRead() {
        ChannelLog log = Records.open(storage(), Durability.OS);
        log.writer().append(1, 100, 5, 6, 7, 8, new UnsafeBuffer(new byte[]{9}), 0, 1);

        try (LogReader reader = new LogReader(directory(), (first, last, reason) -> {
            throw new AssertionError("gap");
        })) {
            int count = reader.poll(record -> {
                assertThat(new long[]{record.sequence(), record.timestamp(), record.publisherId(),
                    record.publisherSequence(), record.ingressEpoch(), record.ingressPosition(),
                    record.payload().capacity(), record.payload().getByte(0)})
                        .containsExactly(1, 100, 5, 6, 7, 8, 1, 9);
                return Action.CONTINUE;
            }, 10, 1);
            assertThat(count).isOne();
            assertThat(reader.nextSequence()).isEqualTo(2);
        }
        log.close();
    }

    @Test
    void aGapIsReportedToReadersAndByVerification() {
        ChannelLog log = Records.open(storage(), Durability.OS);
        Records.append(log, new byte[]{1});
        assertThat(log.writer().markGap(2, 5, GapReason.NO_SPACE)).isEqualTo(AppendResult.APPENDED);
        Records.append(log, new byte[]{6});

        assertThat(Records.read(directory())).hasSize(6).containsOnlyOnce(new byte[]{1}).endsWith(new byte[]{6});
        LogVerification verification = LogVerifier.verify(directory(), bytes -> {
            // Nothing to show.
        });
        assertThat(verification.isIntact()).isTrue();
        assertThat(verification.findings()).hasSize(1).first().satisfies(finding -> {
            assertThat(finding.firstSequence()).isEqualTo(2);
            assertThat(finding.lastSequence()).isEqualTo(5);
        });
        log.close();
        try (ChannelLog again = Records.open(storage(), Durability.OS)) {
            assertThat(again.recovered().state().lastSequence()).isEqualTo(6);
        }
    }

    @Test
    void aGapIsMarkedOnlyWhereTheNextMessageHasRoom() {
        int fileLength = 1 << 20;
        try (ChannelLog log = Records.open(storage(), Durability.OS, fileLength)) {
            byte[] message = new byte[100_000];
            AppendResult result = AppendResult.APPENDED;
            while (result == AppendResult.APPENDED) {
                result = Records.tryAppend(log, message);
            }
            assertThat(result).isEqualTo(AppendResult.NOT_READY);
            long written = log.progress().writtenBytes();
            assertThat(log.writer().reserve(1, message.length)).isEqualTo(AppendResult.NOT_READY);
            assertThat(log.writer().reserve(1, 10)).isEqualTo(AppendResult.APPENDED);
            assertThat(log.progress().writtenBytes()).isEqualTo(written);
            log.preparer().doWork();
            assertThat(log.writer().reserve(1, message.length)).isEqualTo(AppendResult.APPENDED);
            long next = log.writer().nextSequence();
            assertThat(log.writer().markGap(next, next + 4, GapReason.NO_SPACE)).isEqualTo(AppendResult.APPENDED);
            assertThat(Records.tryAppend(log, message)).isEqualTo(AppendResult.APPENDED);
        }
        assertThat(Records.read(directory())).endsWith(new byte[100_000]);
    }

    @Test
    void recordsThatDoNotFollowAreRefused() {
        try (ChannelLog log = Records.open(storage(), Durability.OS)) {
            UnsafeBuffer empty = new UnsafeBuffer(new byte[16 << 10]);
            log.writer().append(1, 100, 0, 0, 0, 0, empty, 0, 0);
            assertThatIllegalArgumentException().isThrownBy(() -> log.writer().append(3, 100, 0, 0, 0, 0, empty, 0, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> log.writer().append(2, 99, 0, 0, 0, 0, empty, 0, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> log.writer().append(2, 100, 0, 0, 0, 0, empty, 0, empty.capacity()))
                    .withMessageContaining("use longer files");
            assertThatIllegalArgumentException().isThrownBy(() -> log.writer().markGap(5, 6, GapReason.NO_SPACE));
            assertThatThrownBy(() -> log.writer().append(2, 100, 0, 0, 0, 0, empty, 16 << 10, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void theLongestMessageFits() {
        try (ChannelLog log = Records.open(storage(), Durability.OS)) {
            byte[] longest = new byte[new LogSettings("x", Durability.OS, Records.FILE_LENGTH, 0, 0)
                    .maxMessageLength()];
            for (int i = 0; i < 3; i++) {
                assertThat(Records.append(log, longest)).isEqualTo(AppendResult.APPENDED);
            }
            assertThat(Records.read(directory())).hasSize(3).allMatch(message -> message.length == longest.length);
        }
    }

    @Test
    void appendingAndReadingAllocateNothing() {
        ChannelLog log = Records.open(storage(), Durability.OS, 64 << 20);
        UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(8));
        long[] sequence = {0};
        Allocation.assertNone(() -> {
            long next = ++sequence[0];
            AppendResult result = log.writer().append(next, next, 1, next, 1, next, message, 0, 8);
            while (result != AppendResult.APPENDED) {
                log.preparer().doWork();
                log.syncer().doWork();
                result = log.writer().append(next, next, 1, next, 1, next, message, 0, 8);
            }
        });
        try (LogReader reader = new LogReader(directory(), (first, last, reason) -> {
            throw new AssertionError("gap");
        })) {
            long[] sum = {0};
            LogRecordHandler handler = record -> {
                sum[0] += record.payload().getLong(0);
                return Action.CONTINUE;
            };
            Allocation.assertNone(() -> reader.poll(handler, 1, sequence[0]));
        }
        log.close();
    }

    @Test
    void aClosedLogAndReaderLeaveNoMappingAndNoDescriptor() throws Exception {
        try (ChannelLog log = Records.open(storage(), Durability.DISK)) {
            for (int i = 0; i < 100; i++) {
                Records.append(log, new byte[500]);
                log.syncer().doWork();
            }
            Records.read(directory());
        }
        // Chronicle unmaps in the background.
        while (isMapped()) {
            Thread.onSpinWait();
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(descriptors).noneMatch(this::isOfLog);
        }
    }

    private boolean isMapped() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            return maps.anyMatch(line -> line.contains(logs.toString()));
        }
    }

    private boolean isOfLog(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(logs);
        } catch (IOException e) {
            // Another thread closed it.
            return false;
        }
    }

    @Test
    void aSecondWriterIsRefused() {
        try (ChannelLog log = Records.open(storage(), Durability.OS)) {
            assertThatThrownBy(this::storage).isInstanceOfSatisfying(LogException.class,
                    e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE)).hasMessageContaining("end the other broker");
            assertThat(log.recovered().firstSequence()).isOne();
        }
    }

    @Test
    void aMissingLogDirectoryAForeignFileAndALaterVersionAreNamed() throws Exception {
        assertThatThrownBy(() -> new MappedStorage(logs.resolve("absent/orders"), MODE))
                .isInstanceOfSatisfying(LogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISSING))
                .hasMessageContaining("absent").hasMessageContaining("create it");
        assertThatThrownBy(() -> new LogReader(new LogDirectory(logs.resolve("absent")), null))
                .isInstanceOfSatisfying(LogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));

        Records.open(storage(), Durability.OS).close();
        Path file = logs.resolve(Records.CHANNEL).resolve("00000000000000000001-0.log");
        byte[] content = Files.readAllBytes(file);
        content[10] = 9;
        CRC32C crc = new CRC32C();
        crc.update(content, 0, 4092);
        new UnsafeBuffer(content).putInt(4092, (int) crc.getValue());
        Files.write(file, content);
        assertFailsToOpen(Reason.NEWER_VERSION, "has format version 9");

        Files.writeString(file, "not a log".repeat(1000));
        assertFailsToOpen(Reason.FOREIGN, "is no log file");
    }

    @Test
    void aFileOfAnotherChannelIsRefused() throws Exception {
        Records.open(storage(), Durability.OS).close();
        Path other = logs.resolve("other");
        Files.createDirectory(other);
        try (MappedStorage otherStorage = new MappedStorage(other, MODE)) {
            ChannelLog.open(otherStorage, LogSettings.of("other", Durability.OS), LogAlarms.NONE, (done, total) -> {
                // Nothing to show.
            }).close();
        }
        Files.copy(other.resolve("00000000000000000001-0.log"),
                logs.resolve(Records.CHANNEL).resolve("00000000000000000009-0.log"));
        assertFailsToOpen(Reason.FOREIGN, "belongs to another log");
    }

    private void assertFailsToOpen(Reason reason, String text) {
        try (MappedStorage storage = storage()) {
            assertThatThrownBy(() -> Records.open(storage, Durability.OS))
                    .isInstanceOfSatisfying(LogException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                    .hasMessageContaining(text);
        }
    }
}
