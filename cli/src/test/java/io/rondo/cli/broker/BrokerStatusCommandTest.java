package io.rondo.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.RondoProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code rondo broker status} on a broker in a process of its own. */
@Timeout(240)
class BrokerStatusCommandTest {
    @TempDir
    private Path temporary;

    @Test
    void statusShowsTheBrokerAsTextAndAsJson() throws Exception {
        Path file = Files.write(temporary.resolve("rondo.conf"), List.of("rondo.topics = [{ name = orders }]"));
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            RunningBroker broker = RunningBroker.start(rondo, "--config", file.toString());
            CommandLineRun line = new CommandLineRun(rondo.channels());
            assertThat(line.run("pub", "orders", "--kind", "sequenced", "--message", "x")).isZero();
            assertThat(line.run("broker", "status")).isEqualTo(ExitCode.OK);
            assertThat(line.out()).startsWith("state     running\n").contains("pid " + broker.process().pid())
                    .contains("channels  " + rondo.channels()).containsPattern("(?m)^TOPIC +DURABILITY +SEQUENCE ")
                    .containsPattern("(?m)^orders +disk +1 +1 .* recording$");

            CommandLineRun json = new CommandLineRun(rondo.channels());
            assertThat(json.run("broker", "status", "--json")).isEqualTo(ExitCode.OK);
            JsonObject status = JsonParser.parseString(json.out()).getAsJsonObject();
            assertThat(status.get("state").getAsString()).isEqualTo("running");
            assertThat(status.get("ready").getAsBoolean()).isTrue();
            assertThat(status.getAsJsonArray("topics").get(0).getAsJsonObject().get("sequence").getAsLong()).isOne();

            CommandLineRun check = new CommandLineRun(rondo.channels());
            assertThat(check.run("check", "--broker", "--warning-space", "0", "--critical-space", "0")).isZero();
            assertThat(check.out()).startsWith("RONDO OK: 2 channels, broker running, 1 topics | ");
        }
    }

    @Test
    void withoutABrokerStatusFailsWithTheRemedy() throws Exception {
        CommandLineRun line = new CommandLineRun(temporary);
        assertThat(line.run("broker", "status")).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors()).startsWith("rondo: no broker runs in " + temporary + ": start one with rondo broker")
                .hasLineCount(1);
        assertThat(line.out()).isEmpty();
    }

    @Test
    void aStoppedBrokerIsNamed() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            RunningBroker broker = RunningBroker.start(rondo);
            RondoProcesses.signal(broker.process(), "STOP");
            CommandLineRun line = new CommandLineRun(rondo.channels());
            assertThat(line.run("broker", "status")).isEqualTo(ExitCode.FAILED);
            assertThat(line.errors()).contains("no answer in time").contains("check whether it is stopped");
            RondoProcesses.signal(broker.process(), "CONT");
        }
    }

    @Test
    void anOptionOfTheBrokerIsRefusedWithTheNearestOne() {
        CommandLineRun line = new CommandLineRun(temporary);
        assertThat(line.run("broker", "status", "--jsn")).isEqualTo(ExitCode.USAGE);
        assertThat(line.errors()).contains("did you mean '--json'?");
        CommandLineRun other = new CommandLineRun(temporary);
        assertThat(other.run("broker", "stats")).isEqualTo(ExitCode.USAGE);
        assertThat(other.errors()).contains("did you mean 'status'?");
    }
}
