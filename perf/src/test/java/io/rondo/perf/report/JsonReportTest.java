package io.rondo.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Run;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReportTest {
    private static final Run RUN = new Run(Runs.run().environment(), List.of("BUSY: \"others\" run"), List.of(
            Runs.point(Runs.ROUND_TRIP, Runs.competitor("rondo-spsc", Runs.latencies(100), Runs.latencies(110)),
                    Runs.failed("aeron-ipc", "no answer")),
            Runs.point(new Point(Pattern.ONE_WAY, 256, 4, 1, 0, 1, true),
                    Runs.competitor("c-limit", Metric.RATE, 1.5e8, 0.1))));

    @TempDir
    private Path directory;

    @Test
    void readingGivesTheRunThatWasWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("run.json"), JsonReport.of(RUN));
        Run read = JsonReport.read(file);
        assertThat(read).isEqualTo(RUN);
        assertThat(List.copyOf(read.environment().keySet())).isEqualTo(List.copyOf(RUN.environment().keySet()));
        assertThat(read.points().getFirst().competitors().getFirst().samples().getFirst().histogram().orElseThrow()
                .getMaxValue()).isGreaterThan(99_000);
    }

    @Test
    void namesAreThoseOfTheSchema() {
        assertThat(JsonReport.of(RUN)).contains("\"schema\": \"rondo-perf\"", "\"version\": 2", "\"competitors\": [",
                "\"pattern\": \"round-trip\"", "\"kind\": \"limit\"", "\"failure\": \"no answer\"",
                "\"rate\": 1.5E8", "\"histogram\": \"HIST");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{}|schema", "``|schema", "[]|BEGIN_ARRAY", "{{|line 1",
        "{\"schema\":\"rondo-perf\",\"version\":3}|version 3, expected 1 to 2",
        "{\"schema\":\"rondo-perf\",\"version\":1}|environment",
        "{\"schema\":\"rondo-perf\",\"version\":1,\"environment\":{},\"warnings\":[],\"points\":[null]}|points",
        "{\"schema\":\"rondo-perf\",\"version\":1,\"environment\":{},\"warnings\":[],\"points\":[{\"point\":"
                + "{\"pattern\":\"one-way\",\"length\":7}}]}|message size 7",
        "{\"schema\":\"rondo-perf\",\"version\":1,\"environment\":{},\"warnings\":[],\"points\":[{\"point\":"
                + "{\"pattern\":\"sideways\"}}]}|'sideways' is not one of",
        "{\"schema\":\"rondo-perf\",\"version\":1,\"environment\":{},\"warnings\":[],\"points\":[{\"competitors\":"
                + "[{\"samples\":[{\"speed\":1}]}]}]}|no figures",
        "{\"schema\":\"rondo-perf\",\"version\":1,\"environment\":{},\"warnings\":[],\"points\":[{\"competitors\":"
                + "[{\"samples\":[{\"p50\":\"NaN\"}]}]}]}|p50=NaN is no figure"})
    void aFileThatIsNoResultIsRefusedWithTheReasonAndTheRemedy(String json, String reason) throws Exception {
        Path file = Files.writeString(directory.resolve("other.json"), json);
        assertThatThrownBy(() -> JsonReport.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("other.json is no result of a run", reason, "rondo perf --json");
    }

    @Test
    void reasonsHaveNoClassNamesAndNoAdviceToProgrammers() throws Exception {
        String whole = JsonReport.of(RUN);
        List<String> broken = List.of(whole.substring(0, whole.length() / 2),
                whole.replaceFirst("\"p50\": [0-9.]+", "\"p50\": {}"),
                whole.replaceFirst("\"p50\": [0-9.]+", "\"p50\": null"));
        for (String json : broken) {
            Path file = Files.writeString(directory.resolve("broken.json"), json);
            assertThatThrownBy(() -> JsonReport.read(file)).hasMessageContaining("broken.json is no result of a run, ")
                    .hasMessageNotContainingAny("java.", "https:");
        }
    }

    @Test
    void aBinaryFileOrADirectoryIsNamed() throws Exception {
        Path binary = Files.write(directory.resolve("run.bin"), new byte[]{(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> JsonReport.read(binary)).hasMessageContainingAll("run.bin", "not text", "--json");
        assertThatThrownBy(() -> JsonReport.read(directory)).hasMessageContainingAll(directory.toString(),
                "is a directory", "--json");
    }

    @Test
    void unknownFieldsAreIgnored() throws Exception {
        Path file = Files.writeString(directory.resolve("run.json"), JsonReport.of(RUN)
                .replace("\"p50\":", "\"p10\": 3, \"all\": [1], \"p50\":")
                .replace("\"warnings\":", "\"notes\": {}, \"warnings\":"));
        assertThat(JsonReport.read(file)).isEqualTo(RUN);
    }

    @Test
    void aFileOfVersionOneIsRead() throws Exception {
        Run run = Runs.run(Runs.point(Runs.ONE_WAY, Runs.competitor("aeron-ipc", Metric.RATE, 1e6)));
        Path file = Files.writeString(directory.resolve("old.json"), JsonReport.of(run)
                .replace("\"version\": 2", "\"version\": 1").replace("\"competitors\"", "\"contestants\"")
                .replace("\"external\"", "\"peer\""));
        assertThat(JsonReport.read(file)).isEqualTo(run);
    }

    @Test
    void aMissingFileIsReportedAsMissing() {
        assertThatThrownBy(() -> JsonReport.read(directory.resolve("none.json")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
