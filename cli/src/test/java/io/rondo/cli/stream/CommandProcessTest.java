package io.rondo.cli.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.ProcessState;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.cli.support.SharedData;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Order(1)
class CommandProcessTest {
    private static final String PACKETS = "10000";

    @TempDir
    private Path temporary;

    private static String lines(int from, int to) {
        return String.join("", IntStream.range(from, to).mapToObj(i -> i + "\n").toList());
    }

    /** Publishes lines in this process: the process under test is the other side. */
    private static void publish(RondoProcesses rondo, String lines) {
        CommandLineRun pub = new CommandLineRun(rondo.channels());
        assertThat(pub.runWithInput(lines, "pub", "x")).as(pub.errors()).isZero();
    }

    /** Consumes in this process: the process under test is the other side. */
    private static String consume(RondoProcesses rondo, String... command) {
        CommandLineRun sub = new CommandLineRun(rondo.channels());
        assertThat(sub.run(command)).as(sub.errors()).isZero();
        return sub.out();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalEndsSubWithItsOwnCodeAfterEverythingReadWasWritten(String signal, int code) throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            publish(rondo, "one\ntwo\n");
            Process sub = rondo.start("sub", "x");
            assertThat(sub.getInputStream().readNBytes(8)).asString().isEqualTo("one\ntwo\n");
            RondoProcesses.signal(sub, signal);
            assertThat(sub.waitFor()).isEqualTo(code);
            assertThat(RondoProcesses.errors(sub)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalEndsPubWhetherItWaitsForInputOrForRoom(String signal, int code) throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process forInput = rondo.start("pub", "x");
            forInput.getOutputStream().write("one\nhalf".getBytes(ISO_8859_1));
            forInput.getOutputStream().flush();
            assertThat(consume(rondo, "sub", "x", "--count", "1")).isEqualTo("one\n");
            RondoProcesses.signal(forInput, signal);
            assertThat(forInput.waitFor()).isEqualTo(code);
            assertThat(RondoProcesses.errors(forInput)).startsWith("rondo: stopped by a signal: published 1 message,")
                    .contains("4 bytes of an incomplete one").hasLineCount(1);

            Process forRoom = rondo.start("pub", "full", "--capacity", "4k");
            Path input = Files.writeString(temporary.resolve("input"), lines(0, 10_000));
            OutputStream in = forRoom.getOutputStream();
            in.write(Files.readAllBytes(input));
            in.flush();
            assertThat(consume(rondo, "sub", "full", "--capacity", "4k", "--count", "100")).isEqualTo(lines(0, 100));
            RondoProcesses.signal(forRoom, signal);
            assertThat(forRoom.waitFor()).isEqualTo(code);
            // The line that the channel is full depends on the time that the consumer takes to start.
            assertThat(RondoProcesses.errors(forRoom).lines().filter(line -> !line.contains("channel full is full")))
                    .singleElement().asString().startsWith("rondo: stopped by a signal: published ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "tail"})
    void aReaderThatClosesTheOutputEndsACommandThatWaitsForTheNextMessage(String command) throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            publish(rondo, "one\n");
            Process reads = rondo.start(command, "x");
            assertThat(reads.getInputStream().readNBytes(4)).asString().isEqualTo("one\n");
            reads.getInputStream().close();
            assertThat(reads.waitFor()).isZero();
            assertThat(RondoProcesses.errors(reads)).isEmpty();
        }
    }

    @Test
    void aReaderThatClosesTheOutputEndsSubWhileItWrites() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process sub = rondo.start("sub", "x");
            // More than a pipe holds.
            publish(rondo, lines(0, 30_000));
            assertThat(sub.getInputStream().readNBytes(1)).hasSize(1);
            sub.getInputStream().close();
            assertThat(sub.waitFor()).isZero();
            assertThat(RondoProcesses.errors(sub)).isEmpty();
        }
    }

    @Test
    void anOutputThatIsFullIsAnError() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            publish(rondo, "one\n");
            Process sub = rondo.start(Path.of("/dev/full"), "sub", "x");
            assertThat(sub.waitFor()).isEqualTo(ExitCode.FAILED);
            assertThat(RondoProcesses.errors(sub)).startsWith("rondo: standard output cannot be written")
                    .hasLineCount(1);
        }
    }

    @Test
    void aSubscriberThatIsStoppedForAWhileMissesNothing() throws Exception {
        int count = 40_000;
        Path output = temporary.resolve("output");
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process sub = rondo.start(output, "sub", "x", "--capacity", "256k", "--count", String.valueOf(count));
            Process pub = rondo.start("pub", "x", "--capacity", "256k");
            try (OutputStream in = new BufferedOutputStream(pub.getOutputStream(), 1 << 16)) {
                in.write(lines(0, 1000).getBytes(ISO_8859_1));
                in.flush();
                RondoProcesses.signal(sub, "STOP");
                Thread resume = Thread.ofPlatform().start(() -> resumeWhenFull(sub, pub));
                in.write(lines(1000, count).getBytes(ISO_8859_1));
                in.flush();
                resume.join();
            }
            assertThat(pub.waitFor()).isZero();
            assertThat(sub.waitFor()).isZero();
        }
        assertThat(Files.readString(output, ISO_8859_1)).isEqualTo(lines(0, count));
    }

    /** The channel holds 4,096 messages, less than the input: the publisher waits. */
    private static void resumeWhenFull(Process sub, Process pub) {
        try {
            ProcessState.awaitBlocked(pub);
            RondoProcesses.signal(sub, "CONT");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void marketDataCrossesAQueueByteForByte() throws Exception {
        Path capture = SharedData.capture();
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Path output = temporary.resolve("queue.hex");
            Process sub = rondo.start(output, "sub", "feed", "--format", "hex", "--count", PACKETS);
            Process pub = rondo.start("pub", "feed", "--format", "pcap", capture.toString());
            assertThat(pub.waitFor()).isZero();
            assertThat(RondoProcesses.errors(pub)).contains("pcap: 10000 packets, 10000 UDP payloads, 0 skipped");
            assertThat(sub.waitFor()).isZero();
            assertThat(Files.readAllLines(output)).isEqualTo(SharedData.hexPayloads());
        }
    }

    @Test
    void marketDataReachesEverySubscriberOfATopic() throws Exception {
        Path capture = SharedData.capture();
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            List<Process> subscribers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                subscribers
                        .add(rondo.start(temporary.resolve("topic" + i), "sub", "feed", "--kind", "topic", "--format",
                                "hex", "--count", PACKETS));
            }
            Process pub = rondo.start("pub", "feed", "--kind", "topic", "--await", "3", "--format", "pcap",
                    capture.toString());
            assertThat(pub.waitFor()).isZero();
            for (Process subscriber : subscribers) {
                assertThat(subscriber.waitFor()).isZero();
            }
        }
        assertThat(Files.readAllLines(temporary.resolve("topic0"))).isEqualTo(SharedData.hexPayloads());
        assertThat(Files.mismatch(temporary.resolve("topic0"), temporary.resolve("topic1"))).isEqualTo(-1);
        assertThat(Files.mismatch(temporary.resolve("topic0"), temporary.resolve("topic2"))).isEqualTo(-1);
    }

    @Test
    void fourPublishersAtOnceKeepEachOnesOrder() throws Exception {
        int each = 10_000;
        Path output = temporary.resolve("output");
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            List<Process> publishers = new ArrayList<>();
            for (String name : List.of("a", "b", "c", "d")) {
                Path input = temporary.resolve(name);
                Files.writeString(input, lines(0, each).replaceAll("(?m)^", name).replaceAll(name + "$", ""));
                publishers.add(rondo.start("pub", "x", "--await", "1", input.toString()));
            }
            // Publishers that have started wait for it.
            Process sub = rondo.start(output, "sub", "x", "--count", String.valueOf(4 * each));
            for (Process publisher : publishers) {
                // The queue may be full, because four publish and one consumes.
                assertThat(RondoProcesses.errors(publisher).lines().filter(line -> !line.contains("channel x is full")))
                        .isEmpty();
                assertThat(publisher.waitFor()).isZero();
            }
            assertThat(sub.waitFor()).isZero();
        }
        List<String> received = Files.readAllLines(output);
        assertThat(received).hasSize(4 * each);
        for (String name : List.of("a", "b", "c", "d")) {
            List<String> own = received.stream().filter(line -> line.startsWith(name)).toList();
            assertThat(own).isEqualTo(IntStream.range(0, each).mapToObj(i -> name + i).toList());
        }
    }
}
