package io.rondo.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.log.storage.MappedStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.client.Durability;
import io.rondo.client.log.LogFileMapping;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashSpaceTest {
    private static final int FILE_LENGTH = 1 << 20;
    private static final int CRASHES = 10;
    private static final int SECTOR = 512;

    @TempDir
    private Path directory;

    private long allocated() throws IOException, InterruptedException {
        Process stat = new ProcessBuilder("sh", "-c", "stat -c %b " + directory.resolve(Records.CHANNEL) + "/*")
                .start();
        String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(stat.waitFor()).isZero();
        return blocks.lines().mapToLong(Long::parseLong).sum() * SECTOR;
    }

    @ParameterizedTest
    @EnumSource(value = Durability.class, names = {"OS", "DISK"})
    void crashesCostOnlyTheSpaceOfTheirRecords(Durability durability) throws Exception {
        for (int crash = 0; crash < CRASHES; crash++) {
            MappedStorage storage = new MappedStorage(directory.resolve(Records.CHANNEL), 0600);
            ChannelLog log = Records.open(storage, durability, FILE_LENGTH);
            assertThat(log.writer().nextSequence()).isEqualTo(5 * crash + 1);
            for (int i = 0; i < 5; i++) {
                Records.append(log, new byte[100]);
            }
            log.syncer().doWork();
            // Without closing the log, as a process does that is killed.
            storage.close();
        }
        assertThat(allocated()).isLessThan(2 * FILE_LENGTH);
    }

    @Test
    void readersOfAFileThatIsNotContinuedKeepTheirMapping() throws Exception {
        MappedStorage first = new MappedStorage(directory.resolve(Records.CHANNEL), 0600);
        ChannelLog log = Records.open(first, Durability.DISK, FILE_LENGTH);
        Records.append(log, new byte[100]);
        log.syncer().doWork();
        try (LogFileMapping file = first.map(log.recovered().file().header().name().file())) {
            first.close();
            MappedStorage second = new MappedStorage(directory.resolve(Records.CHANNEL), 0600);
            Records.open(second, Durability.DISK, FILE_LENGTH).close();

            assertThat(file.memory().byteSize()).isEqualTo(FILE_LENGTH);
            assertThat(file.memory().asSlice(FILE_LENGTH / 2).toArray(ValueLayout.JAVA_BYTE))
                    .containsOnly(0);
        }
    }
}
