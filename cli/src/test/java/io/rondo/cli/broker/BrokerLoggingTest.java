package io.rondo.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.RondoProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the broker's process logs. */
@Timeout(240)
class BrokerLoggingTest {
    @TempDir
    private Path temporary;

    private Path file(String... lines) throws IOException {
        return Files.write(temporary.resolve("rondo.conf"), List.of(lines));
    }

    @Test
    void textIsALinePerEventWithTimeLevelAndMessage() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        Path damaged = temporary.resolve("logs/orders/topic");
        Files.createDirectories(damaged.getParent());
        Files.writeString(damaged, "nonsense\n");
        try (RondoProcesses rondo = new RondoProcesses(temporary).with("RONDO_LOG_DIR", temporary.resolve("logs"))) {
            Process broker = rondo.start("broker");
            RunningBroker running = RunningBroker.of(broker);
            List<String> lines = running.expect("is ready, with 0 topics");
            assertThat(lines).hasSize(2).allSatisfy(line -> {
                String[] parts = line.split(" ", 3);
                assertThat(Instant.parse(parts[0])).isBetween(before, Instant.now());
                assertThat(parts[0]).endsWith("Z");
            });
            assertThat(lines.getFirst().split(" ", 3)[1]).isEqualTo("ERROR");
            assertThat(lines.getFirst()).contains("a topic cannot be continued").contains(damaged.toString());
            assertThat(lines.getLast().split(" ", 3)[1]).isEqualTo("INFO");
            RondoProcesses.signal(broker, "TERM");
            assertThat(running.expect("is ending")).hasSize(1);
            assertThat(running.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void jsonIsAnObjectPerEvent() throws Exception {
        Path file = file("rondo.logging.format = json");
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            RunningBroker broker = RunningBroker.start(rondo, "--config", file.toString());
            file("rondo.logging.format = \"a\\nb\"");
            RondoProcesses.signal(broker.process(), "HUP");
            List<String> lines = broker.expect("nothing was changed");
            assertThat(lines).hasSize(2);
            JsonObject event = JsonParser.parseString(lines.getFirst()).getAsJsonObject();
            assertThat(event.get("level").getAsString()).isEqualTo("ERROR");
            assertThat(event.get("loggerName").getAsString()).isEqualTo("io.rondo.broker");
            assertThat(event.get("timestamp").getAsLong()).isPositive();
            assertThat(event.get("message").getAsString()).isEqualTo(
                    file + ":1: rondo.logging.format is \"a\\nb\": use one of text, json");
        }
    }

    @Test
    void eventsBelowTheLevelAreNotLogged() throws Exception {
        Path file = file("rondo.logging.level = error");
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process broker = rondo.start("broker", "--config", file.toString());
            CommandLineRun line = new CommandLineRun(rondo.channels());
            while (line.run("pub", "orders", "--kind", "sequenced", "--message", "x") != ExitCode.OK) {
                assertThat(broker.isAlive()).isTrue();
            }
            RondoProcesses.signal(broker, "TERM");
            assertThat(RondoProcesses.errors(broker)).isEmpty();
            assertThat(broker.waitFor()).isEqualTo(143);
        }
    }

    @Test
    void otherCommandsLogNothing() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process sub = rondo.run("", "sub", "orders", "--transport", "socket", "--idle-exit", "100ms");
            assertThat(sub.exitValue()).isZero();
            assertThat(RondoProcesses.errors(sub)).isEmpty();
        }
    }
}
