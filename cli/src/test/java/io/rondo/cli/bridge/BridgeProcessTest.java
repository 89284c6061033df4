package io.rondo.cli.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rondo.cli.bridge.BridgeHosts.Running;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.cli.support.SharedData;
import io.rondo.cli.support.TopicFeed;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.core.segment.Role;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code rondo bridge} as processes, over UDP on loopback. */
@Order(1)
@Timeout(600)
class BridgeProcessTest {
    private static final String TOPIC = "feed";
    private static final int LENGTH = 100;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path source;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path target;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path drivers;
    @TempDir
    private Path temporary;
    private BridgeHosts hosts;
    private Process driver;

    @BeforeEach
    void start() throws Exception {
        hosts = new BridgeHosts(temporary, source, target);
    }

    @AfterEach
    void end() throws Exception {
        hosts.close();
        if (driver != null) {
            driver.destroyForcibly().waitFor();
        }
    }

    private List<Path> driverFiles(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("@aeron-")).toList();
        }
    }

    @Test
    void marketDataArrivesByteForByteAndBothBridgesSayWhatTheyDid() throws Exception {
        Path capture = SharedData.capture();
        Path received = temporary.resolve("received");
        Running receive = hosts.receive(TOPIC, 0);
        Process sub = hosts.target().start(received, "sub", TOPIC, "--count", "10000", "--format", "hex");
        BridgeHosts.awaitParticipants(target, TOPIC, Role.CONSUMER, 1);
        Running send = hosts.send(TOPIC, BridgeHosts.port(receive), "--capacity", "16m");
        send.errors().await("a receiver is there");
        receive.errors().await("a sender is there");
        assertThat(hosts.source().run("", "pub", TOPIC, "--kind", "topic", "--format", "pcap", "--await", "1",
                capture.toString()).exitValue()).isZero();

        assertThat(sub.waitFor()).isZero();
        assertThat(Files.readAllLines(received)).isEqualTo(SharedData.hexPayloads());
        assertThat(send.terminate()).last()
                .isEqualTo("rondo: channel feed: sent 10000 messages, 0 lost before they were read, 0 dropped");
        assertThat(receive.terminate()).last().isEqualTo("rondo: channel feed: published 10000 messages, 0 missing"
                + " in 0 gaps, 0 arrived twice, 0 dropped");
        assertThat(driverFiles(source)).isEmpty();
        assertThat(driverFiles(target)).isEmpty();
    }

    @Test
    void aQueueIsSentWithWhatItHeldBefore() throws Exception {
        assertThat(new CommandLineRun(source).runWithInput("one\ntwo\n", "pub", "orders")).isZero();
        Running receive = hosts.receive("orders", 0, "--kind", "queue");
        Running send = hosts.send("orders", BridgeHosts.port(receive), "--kind", "queue");
        Process sub = hosts.target().start("sub", "orders", "--count", "2");

        assertThat(RondoProcesses.output(sub)).isEqualTo("one\ntwo\n");
        send.terminate();
        receive.terminate();
    }

    @Test
    void bridgesThatAreKilledAgainAndAgainRepeatNothingAndCountWhatIsMissing() throws Exception {
        Running receive = hosts.receive(TOPIC, 0);
        int port = BridgeHosts.port(receive);
        Running send = hosts.send(TOPIC, port);
        try (TopicFeed feed = new TopicFeed(source, TOPIC, LENGTH, 100_000);
                Ledger ledger = new Ledger(target, TOPIC)) {
            for (int i = 0; i < 4; i++) {
                ledger.until(feed.published());
                if (i % 2 == 0) {
                    send.kill();
                    feed.awaitMore(100);
                    send = hosts.send(TOPIC, port);
                } else {
                    receive.kill();
                    receive = hosts.receive(TOPIC, port);
                }
                send.errors().await("a receiver is there");
            }
            ledger.until(feed.published());
            // One that is killed leaves its driver's files to the next.
            assertThat(driverFiles(source)).hasSize(2);
            assertThat(driverFiles(target)).hasSize(2);
            receive.terminate();
            assertThat(ledger.count()).isPositive();
        }
        send.terminate();
    }

    @Test
    void bridgesGoOnWhenTheirMediaDriverIsKilledAndStartedAgain() throws Exception {
        Path directory = drivers.resolve("aeron");
        driver = BridgeHosts.driver(directory);
        Running receive = hosts.receive(TOPIC, 0, "--aeron-dir", directory.toString());
        int port = BridgeHosts.port(receive);
        receive.terminate();
        receive = hosts.receive(TOPIC, port, "--aeron-dir", directory.toString());
        Running send = hosts.send(TOPIC, port, "--aeron-dir", directory.toString());
        try (TopicFeed feed = new TopicFeed(source, TOPIC, LENGTH, 100_000);
                Ledger ledger = new Ledger(target, TOPIC)) {
            feed.awaitMore(100);
            ledger.until(feed.published());
            driver.destroyForcibly().waitFor();
            send.errors().await("is not bridged: the connection to the media driver has ended");
            receive.errors().await("is not bridged: the connection to the media driver has ended");
            driver = BridgeHosts.driver(directory);
            ledger.until(feed.published());
        }
        send.terminate();
        receive.terminate();
    }

    @Test
    void aPortThatIsInUseEndsTheCommandWithTheReason() throws Exception {
        Running first = hosts.receive(TOPIC, 0);
        CommandLineRun second = new CommandLineRun(source);

        assertThat(second.run("bridge", TOPIC, "--from", "aeron:udp?endpoint=localhost:" + BridgeHosts.port(first),
                "--stream", BridgeHosts.STREAM)).isEqualTo(ExitCode.FAILED);
        assertThat(second.errors()).contains("cannot open stream 7 of aeron:udp?endpoint=localhost:",
                "Address already in use");
        first.terminate();
        assertThat(driverFiles(source)).isEmpty();
    }

    @Test
    void aSenderWithoutAReceiverSaysSo() throws Exception {
        Running send = hosts.send(TOPIC, 40_999);

        send.errors()
                .await("no receiver answers at aeron:udp?endpoint=localhost:40999: check that a bridge runs there");
        send.terminate();
    }

    @Test
    void aMissingMediaDriverEndsTheCommandWithTheReason() throws Exception {
        Process bridge = hosts.source().run("", "bridge", TOPIC, "--to", "aeron:udp?endpoint=localhost:40123",
                "--stream", "1", "--aeron-dir", temporary.resolve("none").toString());

        assertThat(bridge.exitValue()).isEqualTo(ExitCode.FAILED);
        // What Aeron and the JVM print counts, too.
        assertThat(RondoProcesses.errors(bridge)).hasLineCount(1)
                .contains("no Aeron media driver runs in " + temporary.resolve("none"));
    }

    @Test
    void jsonHasTheCountersEachSecond() throws Exception {
        Running receive = hosts.receive(TOPIC, 0, "--json");
        try (BufferedReader lines = receive.process().inputReader()) {
            JsonObject line = JsonParser.parseString(lines.readLine()).getAsJsonObject();
            assertThat(line.get("time").getAsString()).endsWith("Z");
            assertThat(line.get("messagesPerSecond").getAsLong()).isZero();
            JsonObject bridge = line.getAsJsonObject("bridge");
            assertThat(bridge.get("direction").getAsString()).isEqualTo("receive");
            assertThat(bridge.get("state").getAsString()).isEqualTo("waiting");
            assertThat(bridge.get("stream").getAsInt()).isEqualTo(7);
            assertThat(bridge.keySet()).contains("gaps", "missing", "duplicates", "lagMessages", "malformed");
        }
        receive.kill();
    }
}
