package io.rondo.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.broker.log.recovery.RecoveryListener;
import io.rondo.broker.log.storage.MappedStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.broker.log.writer.AppendResult;
import io.rondo.client.Durability;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogFinding;
import io.rondo.client.log.LogVerifier;
import io.rondo.codecs.control.GapReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log on a file system of 4 MiB. Needs root to mount it, and is skipped otherwise. */
class FullDiskTest {
    private static final int FILE_LENGTH = 1 << 20;
    private static final byte[] MESSAGE = new byte[10_000];

    @TempDir
    private Path directory;

    private Path mounted;

    @BeforeEach
    void mount() throws Exception {
        Path target = Files.createDirectory(directory.resolve("mounted"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", target.toString()) == 0,
                "mount needs root and is not allowed everywhere");
        mounted = target;
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted != null) {
            assertThat(run("umount", "-l", mounted.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }

    private ChannelLog open(Durability durability) {
        MappedStorage storage = new MappedStorage(mounted.resolve(Records.CHANNEL), 0600);
        try {
            return ChannelLog.open(storage, new LogSettings(Records.CHANNEL, durability, FILE_LENGTH, 0, 0),
                    LogAlarms.NONE, RecoveryListener.NONE);
        } catch (LogException e) {
            storage.close();
            throw e;
        }
    }

    private static long fill(ChannelLog log) {
        AppendResult result = AppendResult.APPENDED;
        while (result == AppendResult.APPENDED) {
            result = Records.append(log, MESSAGE);
            log.syncer().doWork();
        }
        assertThat(result).isEqualTo(AppendResult.NO_SPACE);
        return log.writer().nextSequence() - 1;
    }

    private static void untilAppended(ChannelLog log) {
        AppendResult result = AppendResult.NO_SPACE;
        while (result != AppendResult.APPENDED) {
            log.preparer().doWork();
            result = Records.tryAppend(log, MESSAGE);
        }
    }

    @Test
    void aDiskLogGoesOnWhereItStoppedAfterSpaceIsFreed() throws Exception {
        Path filler = Files.write(mounted.resolve("filler"), new byte[FILE_LENGTH + FILE_LENGTH / 2]);
        ChannelLog log = open(Durability.DISK);
        long last = fill(log);
        assertThat(log.progress().durableSequence()).isEqualTo(last);
        assertThat(log.preparer().failure()).hasMessageContaining("no space left").hasMessageContaining("free space");
        Files.delete(filler);
        untilAppended(log);
        log.syncer().doWork();
        assertThat(log.progress().durableSequence()).isEqualTo(last + 1);
        log.close();

        assertThat(Records.read(new LogDirectory(mounted.resolve(Records.CHANNEL)))).hasSize((int) last + 1)
                .doesNotContainNull();
    }

    @Test
    void theGapOfALogThatCouldNotWaitIsNamedByVerification() throws Exception {
        Path filler = Files.write(mounted.resolve("filler"), new byte[FILE_LENGTH + FILE_LENGTH / 2]);
        ChannelLog log = open(Durability.OS);
        long last = fill(log);
        Files.delete(filler);
        while (log.writer().markGap(last + 1, last + 10, GapReason.NO_SPACE) != AppendResult.APPENDED) {
            log.preparer().doWork();
        }
        untilAppended(log);
        log.close();

        List<LogFinding> findings = LogVerifier.verify(new LogDirectory(mounted.resolve(Records.CHANNEL)), bytes -> {
            // Nothing to show.
        }).findings();
        assertThat(findings).hasSize(1).first().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(LogFinding.Kind.GAP);
            assertThat(finding.firstSequence()).isEqualTo(last + 1);
            assertThat(finding.lastSequence()).isEqualTo(last + 10);
        });
    }

    @Test
    void aLogThatFindsNoSpaceWhenItIsOpenedSaysSo() throws Exception {
        Files.write(mounted.resolve("filler"), new byte[4 * FILE_LENGTH - 64 * 1024]);
        assertThatThrownBy(() -> open(Durability.DISK)).isInstanceOfSatisfying(LogException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.NO_SPACE));
    }

    @Test
    void aReadOnlyFileSystemIsNamed() throws Exception {
        open(Durability.DISK).close();
        // Chronicle unmaps in the background; until then the file system is in use for writing.
        while (run("mount", "-o", "remount,ro", mounted.toString()) != 0) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> open(Durability.DISK)).isInstanceOfSatisfying(LogException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.FAILED)).hasMessageContaining("lock");
    }
}
