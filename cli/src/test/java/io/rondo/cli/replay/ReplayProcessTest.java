package io.rondo.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.ErrorLines;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.cli.support.SharedData;
import io.rondo.cli.support.TestLog;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code rondo replay} as a process. */
@Timeout(600)
class ReplayProcessTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path channels;
    @TempDir
    private Path temporary;
    private Path logs;
    private RondoProcesses rondo;

    @BeforeEach
    void start() throws Exception {
        logs = Files.createDirectory(temporary.resolve("logs"));
        rondo = new RondoProcesses(temporary).with("RONDO_DIR", channels).with("RONDO_LOG_DIR", logs);
    }

    @AfterEach
    void end() {
        rondo.close();
    }

    @Test
    void marketDataThatWasRecordedIsReplayedByteForByte() throws Exception {
        Process record = rondo.start("record", "feed", "--capacity", "16m");
        new ErrorLines(record).await("recording to");
        assertThat(rondo.run("", "pub", "feed", "--format", "pcap", "--await", "1", SharedData.capture().toString())
                .exitValue()).isZero();
        RondoProcesses.signal(record, "TERM");
        record.waitFor();

        Path replayed = temporary.resolve("replayed");
        Process again = rondo.start(replayed, "sub", "again", "--kind", "topic", "--count", "10000", "--format", "hex");
        Process replay = rondo.run("", "replay", "feed", "--as", "again", "--speed", "max");
        assertThat(RondoProcesses.errors(replay)).contains("rondo: replayed 10000 messages").doesNotContain("missing");
        assertThat(replay.exitValue()).isZero();
        assertThat(again.waitFor()).isZero();
        assertThat(Files.readAllLines(replayed)).isEqualTo(SharedData.hexPayloads());
        Path printed = temporary.resolve("printed");
        assertThat(rondo.start(printed, "log", "cat", "feed", "--format", "hex").waitFor()).isZero();
        assertThat(Files.mismatch(replayed, printed)).isEqualTo(-1);
    }

    @Test
    void linesOfStandardInputStepTheReplayAndGapsAreReported() throws Exception {
        try (TestLog log = new TestLog(logs, "feed", 64 << 10)) {
            log.add(1, 3).gap(2).add(6, 9);
        }
        Process sub = rondo.start("sub", "feed", "--kind", "topic");
        Process replay = rondo.start("replay", logs.resolve("feed").toString(), "--step");
        ErrorLines errors = new ErrorLines(replay);
        replay.getOutputStream().write("\n3\n".getBytes(StandardCharsets.US_ASCII));
        replay.getOutputStream().flush();
        assertThat(sub.getInputStream().readNBytes(8)).asString().isEqualTo("1\n2\n3\n6\n");
        errors.await("messages 4 to 5 are missing: lapped");
        replay.getOutputStream().close();
        assertThat(replay.waitFor()).isZero();
        assertThat(errors.all()).last().isEqualTo("rondo: replayed 4 messages");
    }

    @Test
    void aSignalEndsAReplayThatWaitsForTheNextMessage() throws Exception {
        try (TestLog log = new TestLog(logs, "feed", 64 << 10)) {
            log.add(1, 2);
        }
        Process replay = rondo.start("replay", "feed", "--speed", "0.000001", "--await", "0");
        ErrorLines errors = new ErrorLines(replay);
        errors.await("replaying up to sequence 2 to channel feed");
        RondoProcesses.signal(replay, "INT");
        assertThat(replay.waitFor()).isEqualTo(130);
        assertThat(errors.all()).last().asString().startsWith("rondo: replayed ");
    }

    @Test
    void aPartIsReplayedToAQueue() throws Exception {
        try (TestLog log = new TestLog(logs, "feed", 64 << 10)) {
            log.add(1, 9);
        }
        CommandLineRun line = new CommandLineRun(channels);
        assertThat(
                line.run("replay", logs.resolve("feed").toString(), "--from", "3", "--to", "5", "--as", "q", "--kind",
                        "queue", "--await", "0", "--speed", "max"))
                .as(line.errors()).isZero();
        assertThat(line.run("sub", "q", "--count", "3")).isZero();
        assertThat(line.out()).isEqualTo("3\n4\n5\n");
    }

    @Test
    void theLogsOfADirectoryAreReplayedInTheOrderOfTheirTimesEachOnItsChannel() throws Exception {
        Path recorded = temporary.resolve("recorded");
        Process record = rondo.start("record", "bids", "asks", "-o", recorded.toString());
        ErrorLines recording = new ErrorLines(record);
        recording.await("asks: recording to");
        CommandLineRun line = new CommandLineRun(channels);
        assertThat(line.runWithInput("1\n2\n", "pub", "bids", "--kind", "topic", "--await", "1")).isZero();
        assertThat(line.runWithInput("3\n", "pub", "asks", "--kind", "topic", "--await", "1")).isZero();
        RondoProcesses.signal(record, "TERM");
        record.waitFor();

        assertThat(line.run("log", "ls", recorded.toString())).isZero();
        assertThat(line.out()).containsPattern("\nasks +1 +1 .*\nbids +1 +2 ");
        assertThat(line.run("log", "verify", recorded.toString())).as(line.errors()).isZero();
        Process bids = rondo.start("sub", "bids", "--kind", "topic", "--count", "2");
        Process asks = rondo.start("sub", "asks", "--kind", "topic", "--count", "1");
        CommandLineRun replay = new CommandLineRun(channels);
        assertThat(replay.run("replay", recorded.toString(), "--speed", "max")).isZero();
        assertThat(replay.errors()).contains("rondo: replayed 3 messages");
        assertThat(bids.getInputStream().readAllBytes()).asString().isEqualTo("1\n2\n");
        assertThat(asks.getInputStream().readAllBytes()).asString().isEqualTo("3\n");
    }

    @Test
    void aCommandForOneLogNamesThoseOfADirectory() {
        for (String channel : List.of("asks", "bids")) {
            try (TestLog log = new TestLog(logs, channel, 64 << 10)) {
                log.add(1, 2);
            }
        }
        CommandLineRun line = new CommandLineRun(channels);
        assertThat(line.run("replay", logs.toString(), "--as", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(line.errors()).contains("--as x is one channel, but " + logs
                + " has the logs of 2 channels: asks, bids: give one of them, such as " + logs.resolve("asks"));
    }

    @Test
    void twoLogsOfOneChannelAreNamedBeforeAnythingIsReplayed() throws Exception {
        for (String name : List.of("first-asks", "second-asks")) {
            try (TestLog log = new TestLog(logs, "asks", 64 << 10)) {
                log.add(1, 2);
            }
            Files.move(logs.resolve("asks"), logs.resolve(name));
        }
        CommandLineRun line = new CommandLineRun(channels);
        assertThat(line.run("replay", logs.toString(), "--await", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(line.errors()).contains(logs.resolve("first-asks") + " and " + logs.resolve("second-asks")
                + " are both logs of channel asks: replay them one after the other");
    }

    @Test
    void aWrongSpeedAndAMissingLogAreNamed() {
        CommandLineRun speed = new CommandLineRun(channels);
        assertThat(speed.run("replay", "feed", "--speed", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(speed.errors()).contains("'0' is not a speed: give original, max, or a factor");
        CommandLineRun missing = new CommandLineRun(channels);
        assertThat(missing.run("replay", logs.resolve("feed").toString())).isEqualTo(ExitCode.FAILED);
        assertThat(missing.errors()).contains("there is no log directory").hasLineCount(1);
    }
}
