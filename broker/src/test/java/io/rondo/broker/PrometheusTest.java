package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.client.support.Watchdog;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs of Prometheus on the metrics and on the files in {@code config/prometheus}; skipped without them. */
@Timeout(240)
class PrometheusTest extends LiveEndpoint {
    private static final Path CONFIG = Path.of(System.getProperty("basedir", "."), "../config/prometheus")
            .toAbsolutePath().normalize();

    @TempDir
    private Path temporary;

    private static void require(String program) {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program))),
                () -> "skipped: there is no " + program + " on the PATH, install prometheus");
    }

    private String run(Path input, String... command) throws IOException, InterruptedException {
        Path output = temporary.resolve("output");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                .redirectInput(input.toFile()).start();
        assertThat(process.waitFor(Watchdog.SECONDS, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    @Test
    void promtoolAcceptsTheMetrics() throws Exception {
        require("promtool");
        Broker broker = startWithEndpoint(100);
        publishOnAllKinds();
        Path metrics = Files.writeString(temporary.resolve("metrics"), get(broker, "/metrics").body());
        assertThat(run(metrics, "promtool", "check", "metrics")).isEmpty();
    }

    @Test
    void promtoolAcceptsTheConfigurationAndItsRules() throws Exception {
        require("promtool");
        Path none = Path.of("/dev/null");
        assertThat(run(none, "promtool", "check", "config", CONFIG.resolve("prometheus.yml").toString()))
                .contains("SUCCESS");
        assertThat(run(none, "promtool", "check", "rules", CONFIG.resolve("rondo-alerts.yml").toString()))
                .contains("SUCCESS");
    }

    @Test
    void prometheusScrapesTheBroker() throws Exception {
        require("prometheus");
        Broker broker = startWithEndpoint(100);
        publishOnAllKinds();
        int port = freePort();
        String configuration = Files.readString(CONFIG.resolve("prometheus.yml"))
                .replace("127.0.0.1:9717", "127.0.0.1:" + broker.httpAddress().getPort())
                .replace("scrape_interval: 15s", "scrape_interval: 200ms")
                .replace("rondo-alerts.yml", CONFIG.resolve("rondo-alerts.yml").toString());
        Path file = Files.writeString(temporary.resolve("prometheus.yml"), configuration);
        List<String> command = List.of("prometheus", "--config.file=" + file,
                "--storage.tsdb.path=" + temporary.resolve("data"), "--web.listen-address=127.0.0.1:" + port);
        Process prometheus = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(temporary.resolve("log").toFile()).start();
        try {
            awaitAnswer(prometheus, port, "/api/v1/query?query=rondo_topic_sequence%7Btopic%3D%22orders%22%7D",
                    "\"5\"]");
            awaitAnswer(prometheus, port, "/api/v1/query?query=up%7Bjob%3D%22rondo%22%7D", "\"1\"]");
            assertThat(get(port, "/api/v1/rules").body()).contains("RondoLogReadOnly").doesNotContain("\"err\"");
        } finally {
            prometheus.destroyForcibly().waitFor();
        }
    }

    private void awaitAnswer(Process prometheus, int port, String path, String expected) {
        Watchdog.await(path, () -> {
            assertThat(prometheus.isAlive()).as("see " + temporary.resolve("log")).isTrue();
            try {
                return get(port, path).body().contains(expected);
            } catch (IOException e) {
                // It does not listen yet.
                return false;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }
}
