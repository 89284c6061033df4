package io.rondo.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.RondoProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker's process with a configuration. */
@Timeout(240)
class BrokerConfigurationTest {
    private static final int MESSAGE = 60_000;

    @TempDir
    private Path temporary;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = temporary.resolve("rondo.conf");
    }

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines));
    }

    @Test
    void checkPrintsTheSettingsInEffect() throws Exception {
        write("rondo.drain = 3s", "rondo.topics = [{ name = orders, capacity = 64k }]");
        CommandLineRun line = new CommandLineRun();
        assertThat(line.run("broker", "--config", file.toString(), "--check")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).startsWith("rondo {").contains("drain=\"3s\"", "capacity=\"64k\"", "durability=disk");
        assertThat(line.errors()).isEmpty();
    }

    @Test
    void checkPrintsEveryError() throws Exception {
        write("rondo {", "  drian = 3s", "  log.file-size = 5 furlongs", "}");
        CommandLineRun line = new CommandLineRun();
        assertThat(line.run("broker", "--config", file.toString(), "--check")).isEqualTo(ExitCode.USAGE);
        assertThat(line.out()).isEmpty();
        assertThat(line.errors().lines()).containsExactly(
                "rondo: " + file + ":2: unknown key rondo.drian: did you mean rondo.drain?",
                "rondo: " + file
                        + ":3: rondo.log.file-size is \"5 furlongs\": give a size from 1m to 1g, a multiple of 4k");
    }

    @Test
    void aBrokerDoesNotStartWithAnInvalidFile() throws Exception {
        write("rondo.drian = 3s");
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process broker = rondo.run("", "broker", "--config", file.toString());
            assertThat(broker.exitValue()).isEqualTo(ExitCode.USAGE);
            assertThat(RondoProcesses.errors(broker)).contains(file + ":1: ").hasLineCount(1);
            try (Stream<Path> files = Files.list(rondo.channels())) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void aMistypedVariableIsAWarning() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary).with("RONDO_DRIAN", Path.of("3s"))) {
            String warning = "environment variable RONDO_DRIAN has no effect: did you mean RONDO_DRAIN?";
            Process check = rondo.run("", "broker", "--check");
            assertThat(check.exitValue()).isEqualTo(ExitCode.OK);
            assertThat(RondoProcesses.errors(check)).isEqualTo("rondo: " + warning + "\n");

            RunningBroker broker = RunningBroker.of(rondo.start("broker"));
            assertThat(broker.expect("is ready, with")).anyMatch(line -> line.endsWith(" WARN " + warning));
        }
    }

    @Test
    void theFileNamesTopicsAndDirectoriesAndTheEnvironmentWins() throws Exception {
        Path logs = temporary.resolve("other-logs");
        write("rondo { dir = /does/not/exist, log.dir = /does/not/exist, topic.on-demand = no",
                "topics = [{ name = orders, capacity = 8k }] }");
        try (RondoProcesses rondo = new RondoProcesses(temporary).with("RONDO_LOG_DIR", logs)) {
            RunningBroker broker = RunningBroker.start(rondo, "--config", file.toString());
            assertThat(logs.resolve("orders")).isDirectory();
            CommandLineRun line = new CommandLineRun(rondo.channels());
            assertThat(line.run("pub", "orders", "--kind", "sequenced", "--message", "x")).isZero();
            assertThat(line.run("pub", "fills", "--kind", "sequenced", "--message", "x")).isEqualTo(ExitCode.FAILED);
            assertThat(line.errors()).contains("topic fills does not exist").contains("rondo.topics");
            line.run("ls");
            assertThat(line.out()).containsPattern("(?m)^orders +sequenced +8k");
            RondoProcesses.signal(broker.process(), "TERM");
            assertThat(broker.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void hangupAppliesTheRetentionOfAValidFileAndChangesNothingForAnInvalidOne() throws Exception {
        String topics = "rondo.topics = [{ name = orders, durability = os }]";
        write("rondo.log.file-size = 1m", topics);
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            RunningBroker broker = RunningBroker.start(rondo, "--config", file.toString());
            publish(rondo.channels(), 60);
            assertThat(logFiles(rondo)).isGreaterThan(3);

            write("rondo.topic.retention.size = 1m", "rondo.drian = 1s", topics);
            RondoProcesses.signal(broker.process(), "HUP");
            assertThat(broker.expect("nothing was changed")).anyMatch(
                    each -> each.contains(file + ":2: unknown key rondo.drian: did you mean rondo.drain?"));

            write("rondo.topic.retention.size = 2m", "rondo.drain = 1s", topics);
            RondoProcesses.signal(broker.process(), "HUP");
            assertThat(broker.expect("was read again")).anyMatch(each -> each.contains("rondo.drain has changed"))
                    .anyMatch(each -> each.contains("rondo.log.file-size has changed"))
                    .noneMatch(each -> each.contains("retention.size has changed"));
            while (logFiles(rondo) > 2) {
                assertThat(broker.process().isAlive()).isTrue();
                Thread.onSpinWait();
            }
            RondoProcesses.signal(broker.process(), "TERM");
            assertThat(broker.exitCode()).isEqualTo(143);
        }
    }

    private static void publish(Path channels, int count) {
        CommandLineRun line = new CommandLineRun(channels);
        for (int i = 0; i < count; i++) {
            assertThat(line.run("pub", "orders", "--kind", "sequenced", "--message", "x".repeat(MESSAGE))).isZero();
        }
    }

    private static long logFiles(RondoProcesses rondo) throws IOException {
        try (Stream<Path> files = Files.list(rondo.channels().resolve("logs/orders"))) {
            return files.filter(each -> each.toString().endsWith(".log")).count();
        }
    }

    @Test
    void hangupEndsABrokerWithoutAFile() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            RunningBroker broker = RunningBroker.start(rondo);
            RondoProcesses.signal(broker.process(), "HUP");
            assertThat(broker.exitCode()).isEqualTo(129);
        }
    }
}
