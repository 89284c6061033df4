package io.rondo.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.broker.status.BrokerStatus;
import io.rondo.broker.status.RecordingStatus;
import io.rondo.broker.status.StatusJson;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.ErrorLines;
import io.rondo.cli.support.RecordedNumbers;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.cli.support.TopicFeed;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogFinding;
import io.rondo.client.log.LogVerification;
import io.rondo.client.log.LogVerifier;
import io.rondo.client.sequenced.BrokerClient;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.GapReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker as a process that records plain topics. */
@Order(1)
@Timeout(900)
class BrokerRecordingTest {
    private static final String TOPIC = "md.feed";
    private static final int KILLS = Integer.getInteger("rondo.test.kills", 4);
    private static final int MOST_NANOS = 300_000_000;
    private static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path channels;
    @TempDir
    private Path temporary;
    private Path logs;
    private Path file;
    private RondoProcesses rondo;
    private Path mounted;

    @BeforeEach
    void start() throws Exception {
        useLogs(Files.createDirectory(temporary.resolve("logs")));
        file = temporary.resolve("rondo.conf");
    }

    private void useLogs(Path directory) throws Exception {
        logs = directory;
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

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines));
    }

    private RunningBroker startBroker() throws IOException {
        return RunningBroker.start(rondo, "--config", file.toString());
    }

    private LogDirectory log() {
        return new LogDirectory(logs.resolve(TOPIC));
    }

    private BrokerStatus status() {
        return StatusJson.parse(new BrokerClient(new BrokerFiles(channels)).status(LONG).orElseThrow());
    }

    private void awaitEverythingRecorded(long sequence) {
        Watchdog.await("the recording of " + sequence, () -> status().recordings().stream().anyMatch(
                each -> each.topic().equals(TOPIC) && each.log().writtenSequence() >= sequence));
    }

    private static void terminate(RunningBroker broker) throws Exception {
        RondoProcesses.signal(broker.process(), "TERM");
        assertThat(broker.exitCode()).isEqualTo(143);
    }

    @Test
    void aBrokerThatIsKilledAgainAndAgainLosesNothingItHadRecordedAndMarksTheRest() throws Exception {
        long seed = Long.getLong("rondo.test.seed", System.nanoTime());
        String context = "seed " + seed;
        Random random = new Random(seed);
        BitSet before = new BitSet();
        long published;
        try (TopicFeed feed = new TopicFeed(channels, TOPIC, 100, 20_000)) {
            for (int kill = 0; kill < KILLS; kill++) {
                write("rondo.log.file-size = 1m", "rondo.recordings = [{ name = \"md.*\", durability = "
                        + (random.nextBoolean() ? "disk" : "os") + " }]");
                RunningBroker broker = startBroker();
                broker.expect("topic " + TOPIC + " is recorded in " + logs.resolve(TOPIC));
                LockSupport.parkNanos(random.nextInt(MOST_NANOS));
                broker.process().destroyForcibly().waitFor();
                RecordedNumbers.collect(log(), before, context);
            }
            RunningBroker broker = startBroker();
            broker.expect("is recorded in");
            feed.awaitMore(100);
            terminate(broker);
            published = feed.published();
        }
        BitSet after = new BitSet();
        long covered = RecordedNumbers.collect(log(), after, context);
        before.andNot(after);
        assertThat(before.isEmpty()).as(context + ": lost " + before).isTrue();
        assertThat(covered).as(context).isBetween(100L, published);
        LogVerification verification = LogVerifier.verify(log(), bytes -> {});
        assertThat(verification.isIntact()).as(context).isTrue();
        long missing = verification.findings().stream().filter(each -> each.kind() == LogFinding.Kind.GAP)
                .mapToLong(each -> each.lastSequence() - each.firstSequence() + 1).sum();
        assertThat(after.cardinality() + missing).as(context).isEqualTo(covered);
    }

    @Test
    void onAFullDiskTheTopicGoesOnAndTheGapIsMarked() throws Exception {
        Path target = Files.createDirectory(temporary.resolve("mounted"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=5m,mode=0700", "tmpfs", target.toString()) == 0,
                "mount needs root and is not allowed everywhere");
        mounted = target;
        rondo.close();
        useLogs(mounted.resolve("logs"));
        Path filler = Files.write(mounted.resolve("filler"), new byte[5 << 19]);
        write("rondo.log.file-size = 1m", "rondo.recordings = [{ name = \"md.*\" }]");
        RunningBroker broker = startBroker();
        try (Rondo client = Rondo.connect(RondoConfig.builder().directory(channels).build());
                Subscriber live = client.topic(TOPIC).slowConsumer(SlowConsumer.BLOCK).subscriber()) {
            AtomicLong seen = new AtomicLong();
            AtomicBoolean ending = new AtomicBoolean();
            Task<Void> reader = Task.start(() -> {
                while (!ending.get()) {
                    live.receive((buffer, offset, length) -> {
                        assertThat(buffer.getLong(offset)).isEqualTo(seen.get() + 1);
                        seen.incrementAndGet();
                    }, 100, Duration.ofMillis(100));
                }
                return null;
            });
            long published;
            try (TopicFeed feed = new TopicFeed(channels, TOPIC, 1000, 50_000)) {
                assertThat(broker.expect("no space left").getLast()).contains(" ERROR topic " + TOPIC)
                        .contains("messages go on without being recorded");
                feed.awaitMore(3000);
                BrokerStatus full = status();
                assertThat(full.ready()).isTrue();
                assertThat(full.recordings()).singleElement().satisfies(
                        each -> assertThat(each.log().missingMessages()).isPositive());
                CommandLineRun text = new CommandLineRun(channels);
                assertThat(text.run("broker", "status")).isEqualTo(ExitCode.OK);
                assertThat(text.out()).contains("alarm     topic " + TOPIC + ": cannot allocate")
                        .containsPattern("(?m)^RECORDING +DURABILITY +SEQUENCE +MESSAGES +LAG ")
                        .containsPattern("(?m)^" + TOPIC + " +disk .* no space$");
                Files.delete(filler);
                broker.expect("the log has space again");
                assertThat(broker.expect("the disk was full").getLast()).contains("the recording lost ");
                feed.awaitMore(100);
                published = feed.published();
            }
            Watchdog.await("the live messages", () -> seen.get() >= published);
            ending.set(true);
            reader.join();
        }
        terminate(broker);
        LogVerification verification = LogVerifier.verify(log(), bytes -> {});
        assertThat(verification.isIntact()).isTrue();
        assertThat(verification.findings()).extracting(LogFinding::text)
                .contains("messages are missing: " + GapReason.NO_SPACE);
    }

    @Test
    void hangupBeginsAndEndsRecordingsAndChangesNothingForAnInvalidFile() throws Exception {
        write("rondo.recordings = [{ name = other }]");
        RunningBroker broker = startBroker();
        assertThat(new CommandLineRun(channels).runWithInput("one\ntwo\n", "pub", TOPIC, "--kind", "topic")).isZero();

        write("rondo.recordings = [{ name = \"md.*\", durability = memory }]");
        RondoProcesses.signal(broker.process(), "HUP");
        assertThat(broker.expect("nothing was changed")).anyMatch(each -> each
                .contains(file + ":1: rondo.recordings[0].durability is \"memory\": use one of os, disk"));
        assertThat(status().recordings()).isEmpty();

        write("rondo.recordings = [{ name = \"md.*\", durability = os }]");
        RondoProcesses.signal(broker.process(), "HUP");
        assertThat(broker.expect("is recorded in")).noneMatch(each -> each.contains("cannot change"));
        awaitEverythingRecorded(2);
        CommandLineRun list = new CommandLineRun(channels);
        assertThat(list.run("log", "ls", "--log-dir", logs.toString())).isZero();
        assertThat(list.out()).containsPattern("(?m)^" + TOPIC + " +1 +2 +1 +64m +os +yes ");

        write("rondo.drain = 5s");
        RondoProcesses.signal(broker.process(), "HUP");
        broker.expect("recordings are in effect");
        Watchdog.await("the end of the recording", () -> status().recordings().isEmpty());
        terminate(broker);
    }

    @Test
    void aTopicThatACommandRecordsIsRefusedWithItsPidAndTheOtherWayRound() throws Exception {
        Process record = rondo.start("record", TOPIC);
        ErrorLines errors = new ErrorLines(record);
        errors.await("recording to");
        write("rondo.recordings = [{ name = \"md.*\" }]");
        RunningBroker broker = startBroker();
        assertThat(broker.expect("is not recorded").getLast()).contains(" ERROR topic " + TOPIC)
                .contains("another process, pid " + record.pid() + ", writes the log");
        CommandLineRun check = new CommandLineRun(channels);
        assertThat(check.run("check", "--broker", "--warning-space", "0", "--critical-space", "0")).isOne();
        assertThat(check.out()).startsWith("RONDO WARNING: ").contains("pid " + record.pid());

        RondoProcesses.signal(record, "TERM");
        assertThat(record.waitFor()).isEqualTo(143);
        try (TopicFeed feed = new TopicFeed(channels, TOPIC, 100, 1_000_000)) {
            broker.expect("is recorded in");
            feed.awaitMore(10);
            awaitEverythingRecorded(10);
            CommandLineRun second = new CommandLineRun(channels);
            assertThat(second.run("record", TOPIC, "--log-dir", logs.toString())).isEqualTo(ExitCode.FAILED);
            assertThat(second.errors()).contains("pid " + broker.process().pid() + ", writes the log");
            assertThat(status().recordings()).extracting(RecordingStatus::topic).containsExactly(TOPIC);
        }
        terminate(broker);
    }
}
