package io.rondo.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.ErrorLines;
import io.rondo.cli.support.RecordedNumbers;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.cli.support.SharedData;
import io.rondo.cli.support.TopicFeed;
import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogFileSet;
import io.rondo.client.log.LogFinding;
import io.rondo.client.log.LogReader;
import io.rondo.client.log.LogVerification;
import io.rondo.client.log.LogVerifier;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.GapReason;
import io.rondo.core.ring.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code rondo record} as a process. */
@Order(1)
@Timeout(900)
class RecordProcessTest {
    private static final String TOPIC = "feed";
    private static final int KILLS = Integer.getInteger("rondo.test.kills", 4);
    private static final int MOST_NANOS = 300_000_000;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path channels;
    @TempDir
    private Path temporary;
    private Path logs;
    private RondoProcesses rondo;
    private Path mounted;

    @BeforeEach
    void start() throws Exception {
        logs = Files.createDirectory(temporary.resolve("logs"));
        rondo = new RondoProcesses(temporary).with("RONDO_DIR", channels).with("RONDO_LOG_DIR", logs);
    }

    @AfterEach
    void end() throws Exception {
        rondo.close();
        if (mounted != null) {
            assertThat(run("umount", "-l", mounted.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }

    private LogDirectory log() {
        return new LogDirectory(logs.resolve(TOPIC));
    }

    private LogVerification verify() {
        return LogVerifier.verify(log(), bytes -> {});
    }

    private static void terminate(Process process) throws Exception {
        RondoProcesses.signal(process, "TERM");
        assertThat(process.waitFor()).isEqualTo(143);
    }

    @Test
    void aSignalWhileTheLogIsOpenedDoesNotKeepPublishedMessagesOutOfIt() throws Exception {
        for (int round = 0; round < 5; round++) {
            String topic = TOPIC + round;
            Process record = rondo.start("record", topic);
            try (Rondo own = Rondo.connect(RondoConfig.builder().directory(channels).build());
                    Publisher publisher = own.topic(topic).publisher()) {
                Watchdog.await("recorder", () -> publisher.consumers() == 1);
                publisher.publish(Buffers.wrap(new byte[8]), 0, 8);
                terminate(record);
            }
            try (LogReader reader = new LogReader(new LogDirectory(logs.resolve(topic)),
                    (first, last, reason) -> {})) {
                assertThat(reader.poll(message -> Action.CONTINUE, 10)).isOne();
            }
        }
    }

    @Test
    void marketDataIsRecordedByteForByte() throws Exception {
        Path capture = SharedData.capture();
        Process record = rondo.start("record", TOPIC, "--capacity", "16m", "--schema", "1:6");
        ErrorLines errors = new ErrorLines(record);
        errors.await("recording to " + logs.resolve(TOPIC) + " from sequence 1 on, durability disk");
        assertThat(rondo.run("", "pub", TOPIC, "--format", "pcap", "--await", "1", capture.toString()).exitValue())
                .isZero();
        terminate(record);

        assertThat(errors.all()).last().asString()
                .isEqualTo("rondo: topic feed: recorded 10000 messages, sequences 1 to 10000, no gaps");
        List<String> recorded = new ArrayList<>();
        try (LogReader reader = new LogReader(log(), (first, last, reason) -> recorded.add("gap"))) {
            while (reader.poll(each -> {
                byte[] message = new byte[each.payload().capacity()];
                each.payload().getBytes(0, message);
                recorded.add(HexFormat.of().formatHex(message));
                return Action.CONTINUE;
            }, 1000) > 0) {
                // Until there is no more.
            }
        }
        assertThat(recorded).isEqualTo(SharedData.hexPayloads());
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aRecorderThatIsKilledAgainAndAgainLosesNothingItHadRecordedAndNamesTheRest() throws Exception {
        long seed = Long.getLong("rondo.test.seed", System.nanoTime());
        Random random = new Random(seed);
        BitSet before = new BitSet();
        long published;
        ErrorLines errors;
        try (TopicFeed feed = new TopicFeed(channels, TOPIC, 100, 100_000)) {
            for (int kill = 0; kill < KILLS; kill++) {
                Process record = rondo.start("record", TOPIC, "--file-size", "256k", "--durability",
                        random.nextBoolean() ? "disk" : "os");
                new ErrorLines(record).await("recording to");
                LockSupport.parkNanos(random.nextInt(MOST_NANOS));
                record.destroyForcibly().waitFor();
                RecordedNumbers.collect(log(), before, "seed " + seed);
            }
            Process record = rondo.start("record", TOPIC, "--file-size", "256k");
            errors = new ErrorLines(record);
            errors.await("recording to");
            feed.awaitMore(100);
            terminate(record);
            published = feed.published();
        }
        BitSet after = new BitSet();
        long covered = RecordedNumbers.collect(log(), after, "seed " + seed);
        before.andNot(after);
        assertThat(before.isEmpty()).as("seed " + seed + ": lost " + before).isTrue();
        assertThat(errors.all()).anyMatch(line -> line.contains("no recorder ran when they were published"));
        assertThat(covered).as("seed " + seed).isBetween(100L, published);
        assertThat(verify().isIntact()).isTrue();
        assertThat(verify().findings()).filteredOn(finding -> finding.kind() == LogFinding.Kind.GAP).isNotEmpty();
    }

    @Test
    void onAFullDiskTheTopicGoesOnAndTheGapIsNamed() throws Exception {
        Path target = Files.createDirectory(temporary.resolve("mounted"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", target.toString()) == 0,
                "mount needs root and is not allowed everywhere");
        mounted = target;
        logs = Files.createDirectory(mounted.resolve("logs"));
        Path filler = Files.write(mounted.resolve("filler"), new byte[2 << 20]);
        Process record = rondo.start("record", TOPIC, "--log-dir", logs.toString(), "--file-size", "512k");
        ErrorLines errors = new ErrorLines(record);
        errors.await("recording to");
        try (TopicFeed feed = new TopicFeed(channels, TOPIC, 1000, 50_000)) {
            errors.await("no space left");
            feed.awaitMore(3000);
            Files.delete(filler);
            errors.await("there is space again");
            errors.await("the disk was full");
            feed.awaitMore(100);
        }
        terminate(record);

        LogVerification verification = verify();
        assertThat(verification.isIntact()).isTrue();
        assertThat(verification.findings()).extracting(LogFinding::text)
                .contains("messages are missing: " + GapReason.NO_SPACE);
        try (LogReader reader = new LogReader(log(), (first, last, reason) -> {})) {
            reader.seekSequence(verification.lastSequence());
            assertThat(reader.poll(each -> Action.CONTINUE, 1)).isOne();
        }
    }

    @Test
    void aSecondRecorderOfALogIsRefusedAndTheFirstGoesOn() throws Exception {
        Process first = rondo.start("record", TOPIC, "--file-size", "64k");
        ErrorLines errors = new ErrorLines(first);
        errors.await("recording to");
        CommandLineRun second = new CommandLineRun(channels);
        assertThat(second.run("record", TOPIC, "--log-dir", logs.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(second.errors())
                .contains("another process, pid " + first.pid() + ", writes the log in " + logs.resolve(TOPIC))
                .hasLineCount(1);
        assertThat(new CommandLineRun(channels).runWithInput("one\ntwo\n", "pub", TOPIC, "--kind", "topic")).isZero();
        terminate(first);
        assertThat(errors.all()).last().asString().contains("recorded 2 messages");
    }

    @Test
    void oldFilesAreDeletedWhileItRecordsAndOtherTopicsGoOn() throws Exception {
        Process record = rondo.start("record", TOPIC, "other", "--max-size", "512k", "--file-size", "64k");
        ErrorLines errors = new ErrorLines(record);
        errors.await("topic other: recording to");
        try (TopicFeed feed = new TopicFeed(channels, TOPIC, 1000, 100_000)) {
            feed.awaitMore(1);
            Watchdog.await("deletion", () -> new LogFileSet(log().names()).first().baseSequence() > 1);
        }
        assertThat(new CommandLineRun(channels).run("pub", "other", "--kind", "topic", "--message", "one")).isZero();
        terminate(record);
        assertThat(errors.all()).contains("rondo: topic other: recorded 1 message, sequences 1 to 1, no gaps");
        assertThat(verify().isIntact()).isTrue();
        assertThat(verify().firstSequence()).isGreaterThan(1);
    }
}
