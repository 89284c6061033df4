package io.rondo.cli.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.cli.support.SharedData;
import io.rondo.client.support.Watchdog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sequenced topics with every side in a process of its own. */
@Order(1)
class SequencedProcessTest {
    private static final int MANY = 10_000;
    /** More than the default ring holds, and five times what one of 256 KiB holds. */
    private static final int HISTORY = 20_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** A subscription that polls 1,024 messages confirms them at once; a sub killed before that repeats them. */
    private static final int IN_THE_FIRST_BATCH = 700;
    private static final int IN_THE_SECOND_BATCH = 1200;
    /** On a loaded machine the next broker may start later than a publisher lingers by default. */
    private static final String LINGER = "2m";
    private static final String[] SEQUENCED = {"--kind", "sequenced"};

    @TempDir
    private Path temporary;

    private static Process startBroker(RondoProcesses rondo) throws IOException {
        Process broker = rondo.start("broker");
        BufferedReader errors = new BufferedReader(new InputStreamReader(broker.getErrorStream(), ISO_8859_1));
        String line = errors.readLine();
        while (line.contains("recovery")) {
            line = errors.readLine();
        }
        assertThat(line).contains(" INFO the broker of " + rondo.channels() + " is ready, with ");
        return broker;
    }

    private static String lines(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i + "\n").collect(Collectors.joining());
    }

    private static Process start(RondoProcesses rondo, Path output, String command, String... further)
            throws IOException {
        List<String> args = new ArrayList<>(List.of(command, "orders"));
        args.addAll(List.of(SEQUENCED));
        args.addAll(List.of(further));
        return rondo.start(output, args.toArray(String[]::new));
    }

    /** Publishes in this process: the broker and the subscriber are under test. */
    private static void publish(RondoProcesses rondo, Path lines) {
        CommandLineRun pub = new CommandLineRun(rondo.channels());
        assertThat(pub.run("pub", "orders", "--kind", "sequenced", "--durability", "os", lines.toString()))
                .as(pub.errors()).isZero();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of three publishers and three subscribers, so that each side uses both transports. The broker is between the sides. */
    private static String transport(int index) {
        return index % 2 == 0 ? "socket" : "shm";
    }

    @Test
    void threePublishersAndThreeSubscribersPrintTheIdenticalSequenceWhileTheBrokerIsKilled() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process broker = startBroker(rondo);
            List<Path> outputs = new ArrayList<>();
            List<Process> subs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                outputs.add(temporary.resolve("out" + i));
                subs.add(start(rondo, outputs.get(i), "sub", "--count", String.valueOf(3 * MANY), "--transport",
                        transport(i)));
            }
            List<Process> pubs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Path input = Files.writeString(temporary.resolve("in" + i), lines("p" + i + " ", MANY));
                pubs.add(start(rondo, null, "pub", "--await", "3", "--rate", "5000", "--producer-id",
                        String.valueOf(i + 1), "--linger", LINGER, "--transport", transport(i),
                        input.toString()));
            }
            // Opening a publisher fails without a broker.
            for (int i = 0; i < 3; i++) {
                String firstLine = lines("p" + i + " ", 1);
                Watchdog.await("a message of publisher " + i, () -> content(outputs.getFirst()).contains(firstLine));
            }
            for (int kill = 0; kill < 3; kill++) {
                long size = outputs.getFirst().toFile().length();
                Watchdog.await("more messages", () -> outputs.getFirst().toFile().length() >= size + 25_000
                        || pubs.stream().noneMatch(Process::isAlive));
                broker.destroyForcibly().waitFor();
                broker = startBroker(rondo);
            }
            for (Process pub : pubs) {
                assertThat(pub.waitFor()).as(RondoProcesses.errors(pub)).isZero();
            }
            for (Process sub : subs) {
                assertThat(sub.waitFor()).as(RondoProcesses.errors(sub)).isZero();
            }
            List<String> first = Files.readAllLines(outputs.getFirst());
            for (Path output : outputs) {
                assertThat(Files.mismatch(output, outputs.getFirst())).isEqualTo(-1);
            }
            Map<String, Integer> last = new HashMap<>();
            for (String line : first) {
                String[] parts = line.split(" ");
                assertThat(Integer.parseInt(parts[1])).isEqualTo(last.merge(parts[0], 1, Integer::sum));
            }
            assertThat(last).containsOnlyKeys("p0", "p1", "p2").values().containsOnly(MANY);
        }
    }

    @ParameterizedTest
    @CsvSource({"socket, shm", "shm, socket"})
    void marketDataArrivesByteForByte(String pubTransport, String subTransport)
            throws Exception {
        Path capture = SharedData.capture();
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            startBroker(rondo);
            Path output = temporary.resolve("output");
            Process sub = start(rondo, output, "sub", "--format", "hex", "--count", "10000", "--transport",
                    subTransport);
            assertThat(start(rondo, null, "pub", "--await", "1", "--format", "pcap", "--transport",
                    pubTransport, capture.toString()).waitFor()).isZero();
            assertThat(sub.waitFor()).isZero();
            assertThat(Files.readAllLines(output)).isEqualTo(SharedData.hexPayloads());
        }
    }

    @ParameterizedTest
    @CsvSource({"socket, shm", "shm, socket"})
    void aSubFromTheEarliestMessageGoesOverIntoLiveOnesWithoutAGap(String pubTransport, String subTransport)
            throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            startBroker(rondo);
            // Ends when all are recorded, so the sub begins with the log.
            CommandLineRun history = new CommandLineRun(rondo.channels());
            assertThat(history.runWithInput(lines("", HISTORY), "pub", "orders", "--kind", "sequenced", "--durability",
                    "os", "--capacity", "256k")).as(history.errors()).isZero();
            Process pub = start(rondo, null, "pub", "--capacity", "256k", "--durability", "os", "--transport",
                    pubTransport);
            Path output = temporary.resolve("out");
            Process sub;
            int published = HISTORY;
            try (OutputStream in = pub.getOutputStream()) {
                sub = start(rondo, output, "sub", "--capacity", "256k", "--durability", "os", "--from", "earliest",
                        "--transport", subTransport);
                while (output.toFile().length() == 0) {
                    assertThat(sub.isAlive()).isTrue();
                    in.write((++published + "\n").getBytes(ISO_8859_1));
                    in.flush();
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                for (int last = published + HISTORY; published < last;) {
                    in.write((++published + "\n").getBytes(ISO_8859_1));
                }
            }
            String expected = lines("", published);
            Watchdog.await("all messages", () -> output.toFile().length() >= expected.length() || !sub.isAlive());
            RondoProcesses.signal(sub, "TERM");
            assertThat(sub.waitFor()).as(RondoProcesses.errors(sub)).isEqualTo(143);
            assertThat(content(output)).isEqualTo(expected);
            assertThat(pub.waitFor()).isZero();
        }
    }

    @Test
    void historyIsSentBySendfile() throws Exception {
        Path strace = Path.of("/usr/bin/strace");
        assumeThat(strace).as("strace shows system calls").exists();
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process broker = startBroker(rondo);
            Path input = Files.writeString(temporary.resolve("in"), lines("", HISTORY));
            publish(rondo, input);
            Path calls = temporary.resolve("calls");
            Process tracer = new ProcessBuilder(strace.toString(), "-f", "-qq", "-e", "trace=sendfile", "-o",
                    calls.toString(), "-p", String.valueOf(broker.pid())).redirectErrorStream(true).start();
            try {
                awaitTraced(broker);
                Path output = temporary.resolve("out");
                assertThat(start(rondo, output, "sub", "--from", "earliest", "--count", String.valueOf(HISTORY),
                        "--transport", "socket").waitFor()).isZero();
                assertThat(Files.mismatch(output, input)).isEqualTo(-1);
            } finally {
                RondoProcesses.signal(tracer, "INT");
                tracer.waitFor();
            }
            assertThat(calls).content().containsPattern("sendfile\\(\\d+, \\d+, \\[\\d+]");
        }
    }

    /** Returns when all threads of a process have a tracer. */
    private static void awaitTraced(Process process) throws IOException {
        boolean all = false;
        while (!all) {
            try (Stream<Path> threads = Files.list(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
                all = threads.allMatch(SequencedProcessTest::isTraced);
            }
        }
    }

    private static boolean isTraced(Path thread) {
        try (Stream<String> lines = Files.lines(thread.resolve("status"))) {
            return lines.noneMatch("TracerPid:\t0"::equals);
        } catch (IOException | UncheckedIOException e) {
            // The thread has ended.
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalEndsTheBrokerAfterItHasSequencedWhatWasPublished(String signal, int code) throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process broker = startBroker(rondo);
            Process pub = start(rondo, null, "pub");
            try (OutputStream in = pub.getOutputStream()) {
                in.write(lines("", 1000).getBytes(ISO_8859_1));
            }
            assertThat(pub.waitFor()).isZero();
            RondoProcesses.signal(broker, signal);
            assertThat(broker.waitFor()).isEqualTo(code);
            assertThat(RondoProcesses.output(broker)).isEmpty();
            CommandLineRun line = new CommandLineRun(rondo.channels());
            assertThat(line.run("sub", "orders", "--from", "earliest", "--count", "1000")).isZero();
            assertThat(line.out()).isEqualTo(lines("", 1000));
        }
    }

    @Test
    void aSecondBrokerAndAClientWithoutABrokerFailWithTheReason() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process broker = startBroker(rondo);
            Process second = rondo.start("broker");
            assertThat(second.waitFor()).isEqualTo(ExitCode.FAILED);
            assertThat(RondoProcesses.errors(second)).startsWith("rondo: a broker runs in").contains(
                    "pid " + broker.pid()).hasLineCount(1);
            broker.destroyForcibly().waitFor();
            CommandLineRun line = new CommandLineRun(rondo.channels());
            assertThat(line.run("pub", "orders", "--kind", "sequenced", "--message", "x")).isEqualTo(ExitCode.FAILED);
            assertThat(line.errors()).contains("no broker runs").contains("rondo broker");
        }
    }

    @Test
    void aSequencedTopicIsListedDescribedTailedAndRemoved() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process broker = startBroker(rondo);
            CommandLineRun line = new CommandLineRun(rondo.channels());
            assertThat(line.run("pub", "orders", "--kind", "sequenced", "--durability", "memory", "--capacity", "4k",
                    "--message", "one"))
                    .isZero();
            assertThat(line.run("pub", "orders", "--message", "two")).isZero();
            assertThat(line.run("sub", "orders", "--from", "2", "--count", "1")).isZero();
            assertThat(line.out()).isEqualTo("two\n");
            line.run("ls");
            assertThat(line.out()).containsPattern("(?m)^orders +sequenced +4k")
                    .containsPattern("(?m)^orders@in +ingress +4k");
            CommandLineRun stat = new CommandLineRun(rondo.channels());
            stat.run("stat", "orders@in");
            stat.run("stat", "orders", "--json");
            assertThat(stat.out()).contains("(ingress, many producers)").contains("\"kind\": \"sequenced\"");
            assertThat(stat.run("rm", "orders")).isEqualTo(ExitCode.FAILED);
            assertThat(stat.errors()).contains("open in the broker, pid ");
            broker.destroyForcibly().waitFor();
            assertThat(line.run("pub", "orders", "--message", "three")).isZero();
            assertThat(line.errors()).contains("published and not confirmed yet: 1 message");
            assertThat(stat.run("rm", "orders@in")).isEqualTo(ExitCode.FAILED);
            assertThat(stat.errors()).contains("remove that topic");
            assertThat(stat.run("rm", "orders")).isZero();
            CommandLineRun after = new CommandLineRun(rondo.channels());
            after.run("ls");
            assertThat(after.out()).doesNotContain("orders");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            value = {"pub x --kind sequenced --single-producer|--single-producer is not for sequenced topics",
                "pub x --kind sequenced --ephemeral|--ephemeral is not for sequenced topics",
                "pub x --durability os|--durability is for sequenced topics only: add --kind sequenced",
                "pub x --kind queue --durability os|--durability is for sequenced topics only",
                "sub x --durability os|--durability is for sequenced topics only",
                "sub x --kind topic --durable billing|--kind topic is not for sequenced topics",
                "sub x --from yesterday|'yesterday' is not earliest", "sub x --from 0|'0' is not earliest",
                "sub x --kind topic --from 3|--kind topic is not for sequenced topics"})
    void optionsThatDoNotFitAreUsageErrors(String command, String message) {
        CommandLineRun line = new CommandLineRun();
        assertThat(line.run(command.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(line.errors()).contains(message);
    }

    @Test
    void aDurableSubThatIsKilledGoesOnWhereItsOutputEnds() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            startBroker(rondo);
            publish(rondo, Files.writeString(temporary.resolve("in"), lines("", 3000)));
            StringBuilder all = new StringBuilder();
            int kills = 0;
            while (!all.toString().endsWith("3000\n")) {
                int end = kills++ == 0 ? IN_THE_FIRST_BATCH : IN_THE_SECOND_BATCH;
                Process sub = start(rondo, null, "sub", "--durable", "billing", "--from", "earliest", "--idle-exit",
                        "2s");
                BufferedReader out = new BufferedReader(new InputStreamReader(sub.getInputStream(), ISO_8859_1));
                String line = out.readLine();
                for (int i = 0; line != null; i++) {
                    all.append(line).append('\n');
                    if (i == end) {
                        // Closing the process would close the pipe, in which there may be output.
                        sub.toHandle().destroyForcibly();
                    }
                    line = out.readLine();
                }
            }
            assertThat(all.toString().lines().distinct().collect(Collectors.joining("\n", "", "\n")))
                    .isEqualTo(lines("", 3000));
            CommandLineRun rm = new CommandLineRun(rondo.channels());
            assertThat(rm.run("rm", "orders", "--durable", "billing")).isZero();
            assertThat(rm.run("rm", "orders", "--durable", "billing")).isEqualTo(ExitCode.FAILED);
            assertThat(rm.errors()).contains("no durable subscription billing");
        }
    }
}
