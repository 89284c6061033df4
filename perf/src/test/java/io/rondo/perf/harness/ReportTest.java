package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    @Test
    void bestPeerIsNotRondoItself() {
        samples.put("rondo-spsc", rates(9e6));
        samples.put("agrona-spsc", rates(3e6));
        samples.put("aeron-ipc", rates(5e6));
        assertThat(Report.best(results(), Metric.RATE, Comparator.reverseOrder())).contains("aeron-ipc");
    }

    @Test
    void rondoAloneIsComparedWithItself() {
        samples.put("rondo-spsc", rates(9e6));
        samples.put("rondo-mpsc", rates(4e6));
        assertThat(Report.best(results(), Metric.RATE, Comparator.reverseOrder())).contains("rondo-spsc");
    }

    @Test
    void oneWayTableShowsRatesAndRatiosToTheBestPeer() {
        samples.put("aeron-ipc", rates(4e6, 8e6, 6e6));
        samples.put("rondo-spsc", rates(8e6, 8e6, 9e6));
        assertThat(oneWay()).contains("ratio to aeron-ipc").containsPattern("rondo-spsc +8.0 +1.50 \\(1.00-2.00\\)");
    }

    @Test
    void failuresAreShownAndNothingElseWhenAllFailed() {
        failures.put("aeron-ipc", "no space");
        assertThat(oneWay().strip()).isEqualTo("aeron-ipc          FAILED: no space");
    }

    @Test
    void roundTripIsComparedWithTheLimit() {
        samples.put(Limit.ROUND_TRIP.label(), List.of(Sample.parse("p50=100 p99=200 p999=400")));
        samples.put("agrona-spsc", List.of(Sample.parse("p50=150 p99=250 p999=800")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Report(new PrintStream(bytes, true, StandardCharsets.UTF_8)).roundTrip(32, results());
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("ratio to c-pingpong")
                .containsPattern("agrona-spsc +150 +250 +800 +1.50 \\(.*\\) +1.25 \\(.*\\) +2.00 \\(");
    }

    private String oneWay() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Report(new PrintStream(bytes, true, StandardCharsets.UTF_8)).oneWay(32, results());
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Results results() {
        return new Results(samples, failures);
    }

    private static List<Sample> rates(double... rates) {
        return Arrays.stream(rates).mapToObj(rate -> Sample.of(Metric.RATE, rate)).toList();
    }
}
