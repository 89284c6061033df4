package io.rondo.perf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Progress;
import io.rondo.perf.measure.Run;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.report.JsonReport;
import io.rondo.perf.report.Runs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PerfCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeRunner runner = new FakeRunner();
    private final Finish finish = new Finish();

    @TempDir
    private Path directory;

    /** Measures nothing and returns the same result for all points. */
    private static final class FakeRunner implements Runner {
        private final List<Plan> plans = new ArrayList<>();
        private final List<Duration> soaks = new ArrayList<>();
        private CompetitorResult rondo = Runs.competitor("rondo-spsc", Sample.of(Metric.RATE, 2e6));
        private CompetitorResult competitor = Runs.competitor("aeron-ipc", Sample.of(Metric.RATE, 1e6));
        private boolean soakResult = true;
        private boolean broken;
        private Runnable meanwhile = () -> {};

        @Override
        public Run measure(Plan plan, Progress progress) {
            plans.add(plan);
            meanwhile.run();
            if (broken) {
                throw new UncheckedIOException("no room in /dev/shm", new IOException());
            }
            List<PointResult> results = plan.points().stream().map(point -> {
                progress.begin(point, 1, Duration.ofMillis(1));
                progress.sliceDone();
                progress.end();
                return Runs.point(point, rondo, competitor);
            }).toList();
            return Runs.run(results.toArray(PointResult[]::new));
        }

        @Override
        public boolean soak(Duration duration) {
            soaks.add(duration);
            return soakResult;
        }
    }

    private int run(String... arguments) {
        CommandLine line = PerfCommand.commandLine(runner, finish);
        return line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    /** With the outputs in this test's directory. */
    private int measure(String... arguments) {
        return run(
                Stream.concat(Arrays.stream(arguments), Stream.of("--json", file("run.json"))).toArray(String[]::new));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void printsTablesWritesTheNamedFilesAndSucceeds() throws Exception {
        int code = measure("--quick", "--scenario", "throughput", "--html", file("run.html"), "--markdown",
                file("run.md"));
        assertThat(err.toString()).contains("rondo: wrote " + file("run.json"), "rondo: wrote " + file("run.html"))
                .startsWith("rondo: ").contains("points, about", "of 10: one way, 32 B");
        assertThat(code).isZero();
        assertThat(out.toString()).startsWith("command  ./rondo perf --quick --scenario throughput")
                .contains("one way, 32 B; state middle, limit 151 ns to 153 ns; medians").contains("the bars: ");
        assertThat(JsonReport.read(directory.resolve("run.json")).points()).hasSize(10);
        assertThat(directory.resolve("run.html")).content().startsWith("<!DOCTYPE html>");
        assertThat(directory.resolve("run.md")).content()
                .contains("Written by `./rondo perf --quick --scenario throughput");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(3);
        }
        assertThat(Files.getPosixFilePermissions(directory.resolve("run.html"))).as("those of any new file")
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(directory.resolve("other"))));
    }

    @Test
    void theExtentDecidesTheRounds() {
        measure("--quick");
        measure();
        measure("--full");
        assertThat(runner.plans).extracting(Plan::rounds).contains(7, 9, 11);
    }

    @Test
    void onlyAFailureOfRondoIsAFailure() {
        runner.competitor = Runs.failed("aeron-ipc", "out of memory");
        assertThat(measure("--quick")).isZero();
        assertThat(out.toString()).contains("aeron-ipc FAILED: out of memory");
        runner.rondo = Runs.failed("rondo-spsc", "no answer");
        assertThat(measure("--quick")).isEqualTo(1);
        assertThat(out.toString()).contains("rondo-spsc failed: no answer");
    }

    @Test
    void aRunWithoutResultsIsAFailureWithAReason() {
        runner.broken = true;
        assertThat(measure("--quick", "--scenario", "latency")).isEqualTo(1);
        assertThat(err.toString()).contains("rondo: no room in /dev/shm", "rondo: nothing could be measured");
        assertThat(out.toString()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void anUnwritableFileIsFoundBeforeMeasuring() throws Exception {
        assertThat(run("--quick", "--json", file("missing/run.json"))).isEqualTo(1);
        assertThat(run("--quick", "--html", directory.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no such directory: create it, or give --json another file",
                "is a directory: give a file to --html").hasLineCount(2);
        assertThat(runner.plans).isEmpty();
    }

    @Test
    void aDirectoryThatAcceptsNoFilesIsFoundBeforeMeasuring() {
        // /proc accepts no new files, not even from root.
        assertThat(run("--quick", "--json", "/proc/run.json")).isEqualTo(1);
        assertThat(err.toString()).startsWith("rondo: /proc/run.json cannot be written, ")
                .endsWith(": give --json a file elsewhere\n");
        assertThat(runner.plans).isEmpty();
    }

    @Test
    void aLinkIsFollowedAndKept() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.json"),
                Files.createFile(directory.resolve("file.json")));
        assertThat(run("--quick", "--scenario", "latency", "--json", link.toString())).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(directory.resolve("file.json")).content().contains("rondo-perf");
    }

    @Test
    void aDeviceIsWrittenToAndNotReplaced() {
        assertThat(run("--quick", "--scenario", "latency", "--json", "/dev/null")).isZero();
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    @Test
    void nothingIsWrittenAfterASignal() {
        runner.meanwhile = finish::stop;
        measure("--quick", "--scenario", "latency");
        assertThat(out.toString()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void soakRunsAloneOrAfterTheOthers() {
        assertThat(run("--scenario", "soak", "--minutes", "0.5")).isZero();
        assertThat(runner.soaks).containsExactly(Duration.ofSeconds(30));
        assertThat(runner.plans).isEmpty();
        runner.soakResult = false;
        assertThat(measure("--quick", "--scenario", "latency,soak")).isEqualTo(1);
        assertThat(runner.soaks).containsExactly(Duration.ofSeconds(30), Duration.ofMinutes(10));
        assertThat(runner.plans).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            value = {"--quick --full|mutually exclusive", "--frob|unknown option '--frob'",
                "--scenario speed|'speed' is not one of latency, throughput", "--sizes 4x|'4x' is not a size",
                "--sizes 12|message size 12: use a multiple of 8", "--peers kafka|no competitor 'kafka': use",
                "--rounds 0|--rounds 0",
                "--warmups -1|--warmups -1", "--slice 5|'5' is not a duration", "--slice 0ms|--slice 0ms",
                "--capacity 5000|--capacity 5000: give a power of two",
                "--scenario replay|--scenario replay needs a capture: give --pcap FILE", "--speed 2|--speed 2.0: give",
                "--minutes 1|--minutes 1.0: give --scenario soak", "--scenario soak --minutes 0|--minutes 0.0: give",
                "--scenario soak --minutes 1e300|--minutes 1.0E300: give a number above 0 and at most 525600",
                "--scenario soak --minutes NaN|--minutes NaN: give",
                "--scenario soak,latency --minutes Infinity|--minutes Infinity: give",
                "--slice 2m|--slice 120000ms: give 1ms to 1m", "--sizes 16m|message size 16777216: use at most",
                "--scenario wake --sizes 64|--sizes 64: only latency, throughput, capacity, fanout",
                "--scenario fanout --peers uds|--peers uds: it cannot run any of the points",
                "--scenario soak --json run.json|--json has no effect on soak",
                "--scenario soak --quick|--quick has no effect",
                "--scenario latency --pcap a.pcap|--pcap a.pcap: no scenario uses it",
                "--json run --html ./run|--html ./run: --json has the same file",
                "compare a.json|'AFTER.json'", "show|unknown command 'show': give one of compare"})
    void aWrongCommandLineIsNamedInOneLineThatPointsToTheHelp(String arguments, String expected) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("rondo: ").contains(expected)
                .containsPattern("see 'rondo perf( compare)? --help'")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
        assertThat(runner.plans).isEmpty();
    }

    @Test
    void anInvalidCaptureIsNamed() throws Exception {
        assertThat(run("--scenario", "replay", "--pcap", file("none.pcap"))).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("rondo: " + file("none.pcap") + ": no such file: check the path\n");
        assertThat(run("--scenario", "replay", "--pcap", directory.toString())).isEqualTo(1);
        assertThat(err.toString()).endsWith(directory + " is a directory: give a capture to --pcap\n");
        Path text = Files.writeString(directory.resolve("text.pcap"), "no capture");
        assertThat(run("--scenario", "replay", "--pcap", text.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("cannot replay " + text + ": not a packet capture").hasLineCount(3);
        assertThat(runner.plans).as("found before measuring").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--help, --quick", "--help, aeron-ipc-shared", "compare --help, BEFORE.json"})
    void helpGoesToStandardOutput(String arguments, String expected) {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("rondo perf", expected);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void comparesTwoRuns() {
        measure("--quick", "--scenario", "latency");
        out.getBuffer().setLength(0);
        assertThat(run("compare", file("run.json"), file("run.json"))).isZero();
        assertThat(out.toString()).contains("0 better, 0 worse");
        assertThat(run("compare", file("run.json"), file("none.json"))).isEqualTo(1);
        assertThat(err.toString()).endsWith("none.json: no such file: check the path\n");
    }
}
