package io.rondo.cli.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.ProcessState;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.cli.support.SharedData;
import io.rondo.client.support.Watchdog;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
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

/**
 * As {@link CommandProcessTest}, over sockets. The owner, which is the sub of a queue and the pub of a topic, has a segment with
 * the transport auto, and none with the transport socket. {@link StartOrderTest} combines all transports of both sides.
 */
@Order(1)
class SocketProcessTest {
    private static final String PACKETS = "10000";
    private static final int COUNT = 10_000;

    @TempDir
    private Path temporary;

    private static String lines(int from, int to) {
        return String.join("", IntStream.range(from, to).mapToObj(i -> i + "\n").toList());
    }

    private static void assertEndsInSilence(Process process) throws Exception {
        assertThat(RondoProcesses.errors(process)).isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"socket, auto", "socket, socket"})
    void marketDataCrossesAQueueByteForByte(String pubTransport, String subTransport) throws Exception {
        Path capture = SharedData.capture();
        Path output = temporary.resolve("output");
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process pub = rondo.start("pub", "feed", "--transport", pubTransport, "--await", "1", "--format", "pcap",
                    capture.toString());
            Process sub = rondo.start(output, "sub", "feed", "--transport", subTransport, "--format", "sofh", "--count",
                    PACKETS);
            assertThat(RondoProcesses.errors(pub)).contains("10000 UDP payloads, 0 skipped");
            assertThat(pub.waitFor()).isZero();
            assertEndsInSilence(sub);
        }
        assertThat(output).hasBinaryContent(framed(capture));
    }

    /** Over shared memory, inside this process. */
    private byte[] framed(Path capture) {
        CommandLineRun line = new CommandLineRun(temporary.resolve("expected"));
        assertThat(
                line.run("pub", "x", "--transport", "shm", "--capacity", "16m", "--format", "pcap", capture.toString()))
                .as(line.errors()).isZero();
        assertThat(line.run("sub", "x", "--transport", "shm", "--format", "sofh", "--count", PACKETS)).isZero();
        return line.bytes();
    }

    @ParameterizedTest
    @CsvSource({"auto, socket", "socket, socket"})
    void everySubscriberOfATopicGetsItAll(String pubTransport, String subTransport) throws Exception {
        String text = lines(0, COUNT);
        Path input = Files.writeString(temporary.resolve("input"), text);
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            List<Process> subscribers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                subscribers
                        .add(rondo.start(temporary.resolve("output" + i), "sub", "x", "--kind", "topic", "--transport",
                                subTransport, "--count", String.valueOf(COUNT)));
            }
            Process pub = rondo.start("pub", "x", "--kind", "topic", "--transport", pubTransport, "--await", "3",
                    input.toString());
            assertEndsInSilence(pub);
            for (Process subscriber : subscribers) {
                assertThat(subscriber.waitFor()).isZero();
            }
        }
        for (int i = 0; i < 3; i++) {
            assertThat(temporary.resolve("output" + i)).hasSameBinaryContentAs(input);
        }
    }

    @ParameterizedTest
    @CsvSource({"socket, auto", "socket, socket"})
    void fourPublishersAtOnceKeepEachOnesOrder(String pubTransport, String subTransport) throws Exception {
        int each = 10_000;
        List<String> names = List.of("a", "b", "c", "d");
        Path output = temporary.resolve("output");
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            List<Process> publishers = new ArrayList<>();
            for (String name : names) {
                Path input = Files.write(temporary.resolve(name), numbered(name, each));
                publishers.add(rondo.start("pub", "x", "--transport", pubTransport, "--await", "1", input.toString()));
            }
            // Publishers that have started wait for it.
            Process sub = rondo.start(output, "sub", "x", "--transport", subTransport, "--count",
                    String.valueOf(names.size() * each));
            for (Process publisher : publishers) {
                // A publisher may report that it waits for the consumer.
                assertThat(publisher.waitFor()).as(RondoProcesses.errors(publisher)).isZero();
            }
            assertEndsInSilence(sub);
        }
        List<String> received = Files.readAllLines(output);
        assertThat(received).hasSize(names.size() * each);
        for (String name : names) {
            assertThat(received.stream().filter(line -> line.startsWith(name))).isEqualTo(numbered(name, each));
        }
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i).toList();
    }

    @ParameterizedTest
    @CsvSource({"queue, socket, auto", "queue, socket, socket", "topic, auto, socket", "topic, socket, socket"})
    void aSubscriberThatIsStoppedForAWhileMissesNothing(String kind, String pubTransport, String subTransport)
            throws Exception {
        int count = 40_000;
        Path output = temporary.resolve("output");
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process sub = rondo.start(output, "sub", "x", "--kind", kind, "--capacity", "256k", "--transport",
                    subTransport, "--count", String.valueOf(count));
            Process pub = rondo.start("pub", "x", "--kind", kind, "--capacity", "256k", "--transport", pubTransport,
                    "--await", "1", "--linger", "1m");
            try (OutputStream in = new BufferedOutputStream(pub.getOutputStream(), 1 << 16)) {
                in.write(lines(0, 1000).getBytes(ISO_8859_1));
                in.flush();
                awaitContent(output);
                RondoProcesses.signal(sub, "STOP");
                Thread resume = Thread.ofPlatform().start(() -> resumeWhenFull(sub, pub));
                in.write(lines(1000, count).getBytes(ISO_8859_1));
                in.flush();
                resume.join();
            }
            assertThat(pub.waitFor()).as(RondoProcesses.errors(pub)).isZero();
            assertThat(sub.waitFor()).as(RondoProcesses.errors(sub)).isZero();
        }
        assertThat(Files.readString(output, ISO_8859_1)).isEqualTo(lines(0, count));
    }

    private static void awaitContent(Path file) {
        Watchdog.await("content of " + file, () -> file.toFile().length() > 0);
    }

    private static void resumeWhenFull(Process sub, Process pub) {
        try {
            ProcessState.awaitBlocked(pub);
            RondoProcesses.signal(sub, "CONT");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void pubWaitsForTheConfirmationsOfAConsumerThatIsStoppedAndSaysSo() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process sub = rondo.start("sub", "x", "--count", "1001");
            Process pub = rondo.start("pub", "x", "--transport", "socket", "--await", "1", "--linger", "10ms");
            try (OutputStream in = pub.getOutputStream()) {
                in.write("one\n".getBytes(ISO_8859_1));
                in.flush();
                assertThat(sub.getInputStream().readNBytes(4)).asString().isEqualTo("one\n");
                RondoProcesses.signal(sub, "STOP");
                in.write(lines(0, 1000).getBytes(ISO_8859_1));
            }
            BufferedReader errors = pub.errorReader();
            String line = errors.readLine();
            while (line.contains("to listen on")) {
                line = errors.readLine();
            }
            assertThat(line)
                    .isEqualTo("rondo: channel x: waiting for its consumer, which listens on " + rondo.channels()
                            + "/x.sock but does not answer");
            RondoProcesses.signal(sub, "CONT");
            assertThat(RondoProcesses.output(sub)).isEqualTo(lines(0, 1000));
            assertThat(sub.waitFor()).isZero();
            assertThat(pub.waitFor()).isZero();
        }
    }

    @Test
    void pubReportsMessagesOfUnknownDeliveryAfterItsConsumerWasKilledAndGoesOn() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process sub = rondo.start("sub", "x");
            Process pub = rondo.start("pub", "x", "--transport", "socket");
            OutputStream in = pub.getOutputStream();
            in.write("one\n".getBytes(ISO_8859_1));
            in.flush();
            assertThat(sub.getInputStream().readNBytes(4)).asString().isEqualTo("one\n");
            RondoProcesses.signal(sub, "STOP");
            // The pipe holds 64 KiB, and pub reads again when it has published all messages of the last read: at the end
            // of the write it has published messages that the stopped consumer cannot confirm.
            in.write(("x".repeat(1023) + "\n").repeat(200).getBytes(ISO_8859_1));
            in.flush();
            RondoProcesses.signal(sub, "KILL");
            sub.waitFor();
            Process next = rondo.start("sub", "x");
            BufferedReader errors = pub.errorReader();
            String doubt = "";
            while (!doubt.contains("may have been delivered")) {
                // Pub reports it at the first message after it has found that the connection is lost.
                in.write("more\n".getBytes(ISO_8859_1));
                in.flush();
                Thread.sleep(10);
                doubt = errors.ready() ? errors.readLine() : "";
            }
            assertThat(doubt).matches("rondo: channel x: .* messages [12] to \\d+ .*");
            in.write("last\n".getBytes(ISO_8859_1));
            in.close();
            assertThat(pub.waitFor()).isEqualTo(ExitCode.FAILED);
            assertThat(errors.lines().filter(line -> !line.contains("waiting for")).toList()).singleElement().asString()
                    .matches("rondo: published \\d+ messages, of which \\d+ may have been delivered or not.*");
            BufferedReader received = next.inputReader();
            String line = received.readLine();
            while (!line.equals("last")) {
                line = received.readLine();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalEndsACommandThatWaitsForAnOwner(String signal, int code) throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process pub = rondo.start("pub", "q", "--transport", "socket",
                    Files.writeString(temporary.resolve("in"), "one\n")
                            .toString());
            Process sub = rondo.start("sub", "t", "--kind", "topic", "--transport", "socket");
            assertWaits(pub, "rondo: channel q: waiting for its consumer to listen on " + rondo.channels() + "/q.sock");
            assertWaits(sub, "rondo: channel t: waiting for its producer to listen on " + rondo.channels() + "/t.sock");
            for (Process process : List.of(pub, sub)) {
                RondoProcesses.signal(process, signal);
                assertThat(process.waitFor()).isEqualTo(code);
            }
        }
    }

    private static void assertWaits(Process process, String text) throws IOException {
        assertThat(process.errorReader().readLine()).isEqualTo(text);
    }
}
