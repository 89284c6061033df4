package io.rondo.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
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

/** Bridges in the configuration of two brokers, each a process. */
@Order(1)
@Timeout(300)
class BrokerBridgeTest {
    private static final int PORT = 40_517;
    private static final String EARLY = "aeron:udp?endpoint=198.51.100.1:40123|interface=192.0.2.77";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path first;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path second;
    @TempDir
    private Path temporary;
    private RondoProcesses here;
    private RondoProcesses there;

    @BeforeEach
    void start() throws Exception {
        here = new RondoProcesses(temporary).with("RONDO_DIR", first).with("RONDO_LOG_DIR", temporary.resolve("here"));
        there = new RondoProcesses(temporary).with("RONDO_DIR", second)
                .with("RONDO_LOG_DIR", temporary.resolve("there"));
    }

    @AfterEach
    void end() {
        here.close();
        there.close();
    }

    private RunningBroker broker(RondoProcesses host, String name, String... bridges) throws IOException {
        Path file = Files.writeString(temporary.resolve(name + ".conf"),
                "rondo.bridges = [" + String.join("\n", bridges) + "]");
        return RunningBroker.start(host, "--config", file.toString());
    }

    private static String bridge(String name, String direction, String channel, int port) {
        return "{ name = " + name + ", direction = " + direction + ", channel = \"" + channel
                + "\", uri = \"aeron:udp?endpoint=localhost:" + port + "\", stream = 7 }";
    }

    private static JsonArray bridges(Path directory) {
        CommandLineRun line = new CommandLineRun(directory);
        assertThat(line.run("broker", "status", "--json")).isZero();
        return JsonParser.parseString(line.out()).getAsJsonObject().getAsJsonArray("bridges");
    }

    private static JsonObject bridge(Path directory, int index) {
        return bridges(directory).get(index).getAsJsonObject();
    }

    private static void awaitState(Path directory, int index, String state) {
        Watchdog.await(state, () -> bridge(directory, index).get("state").getAsString().equals(state));
    }

    @Test
    void topicsCrossInBothDirectionsAndTheStatusShowsEachBridge() throws Exception {
        RunningBroker one = broker(here, "here", bridge("out", "send", "md.*", PORT),
                bridge("in", "receive", "md.*", PORT + 1));
        RunningBroker two = broker(there, "there", bridge("out", "send", "md.*", PORT + 1),
                bridge("in", "receive", "md.*", PORT));
        for (Path directory : List.of(first, second)) {
            awaitState(directory, 0, "connected");
            awaitState(directory, 1, "connected");
        }
        assertThat(new CommandLineRun(first).run("pub", "md.a", "--kind", "topic", "--message", "one")).isZero();
        assertThat(new CommandLineRun(second).run("pub", "md.b", "--kind", "topic", "--message", "two")).isZero();
        Watchdog.await("messages", () -> bridge(first, 1).get("messages").getAsLong() == 1
                && bridge(second, 1).get("messages").getAsLong() == 1);

        JsonObject in = bridge(second, 1);
        assertThat(in.get("bridge").getAsString()).isEqualTo("in");
        assertThat(in.get("gaps").getAsLong()).isZero();
        assertThat(in.get("loops").getAsLong()).isZero();
        assertThat(in.getAsJsonArray("peers").get(0).getAsString()).startsWith("127.0.0.1:");
        CommandLineRun text = new CommandLineRun(second);
        assertThat(text.run("broker", "status")).isZero();
        assertThat(text.out()).containsPattern("(?m)^BRIDGE +DIRECTION +STATE +PEERS +MESSAGES +LAG ")
                .containsPattern("(?m)^in +receive +connected +127\\.0\\.0\\.1:\\d+ +1 +0 ");
        assertTopShowsTheBridges();
        for (RunningBroker broker : List.of(one, two)) {
            RondoProcesses.signal(broker.process(), "TERM");
            assertThat(broker.exitCode()).isEqualTo(143);
        }
        try (Stream<Path> files = Files.list(first)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("@aeron-"))).isEmpty();
        }
    }

    private void assertTopShowsTheBridges() {
        CommandLineRun text = new CommandLineRun(second);
        assertThat(text.run("top", "--once")).isZero();
        assertThat(text.out()).startsWith("20").contains("channels ")
                .containsPattern("(?m)^in +receive +connected +127\\.0\\.0\\.1:\\d+ +1 +0 ");
        CommandLineRun json = new CommandLineRun(second);
        assertThat(json.run("top", "--once", "--json")).isZero();
        assertThat(JsonParser.parseString(json.out()).getAsJsonObject().getAsJsonArray("bridges")
                .get(1).getAsJsonObject().get("messages").getAsLong()).isOne();
    }

    @Test
    void aBridgeThatIsAloneOrFailsRaisesAnAlarmAndTheBrokerIsReady() throws Exception {
        RunningBroker one = broker(here, "here", bridge("out", "send", "prices", PORT + 2),
                bridge("in", "receive", "other", PORT + 3),
                // As on a host of which the network is not there yet.
                "{ name = early, uri = \"" + EARLY + "\", stream = 9 }");
        one.expect("bridge early has failed: Aeron channel " + EARLY + " cannot be used: ");
        one.expect("bridge out has no receiver at aeron:udp?endpoint=localhost:" + (PORT + 2));
        broker(there, "there", bridge("taken", "receive", "other", PORT + 3))
                .expect("bridge taken has failed: cannot open stream 7");
        CommandLineRun status = new CommandLineRun(second);
        assertThat(status.run("broker", "status")).isZero();
        assertThat(status.out()).startsWith("state     running\n").contains("Address already in use");
        RondoProcesses.signal(one.process(), "TERM");
        assertThat(one.exitCode()).isEqualTo(143);

        // The port is free now.
        awaitState(second, 0, "waiting");
        CommandLineRun line = new CommandLineRun(second);
        assertThat(line.run("broker", "status")).isZero();
        assertThat(line.out()).doesNotContain("has failed");
    }

    @Test
    void checkNamesABridgeThatLeavesTheHostWithoutAnInterface() throws Exception {
        Path file = Files.writeString(temporary.resolve("bad.conf"), "rondo.bridges = [\n"
                + "{ name = out, uri = \"aeron:udp?endpoint=192.0.2.1:40123\", stream = 7 } ]");
        CommandLineRun line = new CommandLineRun(first);

        assertThat(line.run("broker", "--config", file.toString(), "--check")).isEqualTo(2);
        assertThat(line.errors()).contains("bad.conf:2: rondo.bridges[0].uri is",
                "the endpoint 192.0.2.1 is no loopback address");

        Files.writeString(file, "rondo.bridges = [ { name = early, uri = \"" + EARLY + "\", stream = 9 } ]");
        CommandLineRun early = new CommandLineRun(first);
        assertThat(early.run("broker", "--config", file.toString(), "--check")).isEqualTo(2);
        assertThat(early.errors()).contains("bridge early: Aeron channel " + EARLY + " cannot be used: ");
    }
}
