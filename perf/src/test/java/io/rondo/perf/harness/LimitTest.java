package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitTest {
    @Test
    void roundTripsAndLongMessagesHaveALimit() {
        assertThat(Limit.of(Point.of(Pattern.ROUND_TRIP, 32))).contains(Limit.ROUND_TRIP);
        assertThat(Limit.of(Point.of(Pattern.PARKED_ROUND_TRIP, 32))).contains(Limit.PARKED_ROUND_TRIP);
        assertThat(Limit.of(Point.of(Pattern.CALL, 32))).contains(Limit.ROUND_TRIP);
        assertThat(Limit.of(Point.of(Pattern.PARKED_SET_ROUND_TRIP, 32))).contains(Limit.PARKED_ROUND_TRIP);
        assertThat(Limit.of(Point.of(Pattern.ONE_WAY, 65536))).contains(Limit.COPY);
        assertThat(Limit.of(Point.of(Pattern.ONE_WAY, 1024))).isEmpty();
        assertThat(Limit.of(new Point(Pattern.ONE_WAY, 65536, 2, 1, 0, 1, false))).isEmpty();
        assertThat(Limit.of(new Point(Pattern.OPEN_LOOP, 32, 1, 1, 1000, 1, false))).isEmpty();
    }

    @Test
    void anAnswerMayContainEveryLatency() {
        Sample sample = LimitAnswer.parse("p50=91 p99=120 max=5000000 count=40 values=90:3,120:1,400:1");
        assertThat(sample.get(Metric.P50)).isEqualTo(91);
        assertThat(sample.get(Metric.MAX)).isEqualTo(5_000_000);
        assertThat(sample.get(Metric.COUNT)).isEqualTo(40);
        assertThat(sample.histogram()).hasValueSatisfying(all -> {
            assertThat(all.getTotalCount()).isEqualTo(5);
            assertThat(all.getCountAtValue(90)).isEqualTo(3);
        });
    }

    @Test
    void timesBeyondTheBucketsOfAProgramHaveTheValueOfTheLongest(@TempDir Path directory) throws Exception {
        Path source = Files.writeString(directory.resolve("longest.c"), """
                #include "limit.h"
                int main(void) {
                    struct histogram histogram = {0};
                    clear(&histogram);
                    for (int i = 0; i < 998; i++) {
                        record(&histogram, 90);
                    }
                    record(&histogram, 7000000);
                    record(&histogram, 9000000);
                    print_round_trips(&histogram, NULL, histogram.total);
                    return 0;
                }
                """);
        Path program = directory.resolve("longest");
        try (InputStream header = LimitTest.class.getResourceAsStream("/io/rondo/perf/c/limit.h")) {
            Files.copy(header, directory.resolve("limit.h"));
        }
        assumeThat(output("gcc", "--version")).contains("gcc");
        assertThat(output("gcc", "-O2", "-o", program.toString(), source.toString())).doesNotContain("error");
        String answer = output(program.toString());
        assertThat(answer).startsWith("ok p50=90 p99=90 p999=9000000 p9999=9000000 max=9000000 count=1000");
        Sample sample = LimitAnswer.parse(answer.substring("ok ".length()));
        assertThat(sample.get(Metric.P999)).isEqualTo(9_000_000);
        assertThat(sample.histogram()).hasValueSatisfying(
                all -> assertThat(all.getCountAtValue(9_000_000)).isEqualTo(2));
    }

    /** Empty if the program is missing. */
    private static String output(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void anAnswerWithoutLatenciesIsASample() {
        assertThat(LimitAnswer.parse("rate=5.5 count=3")).isEqualTo(Sample.parse("rate=5.5 count=3"));
    }

    @Test
    void anInvalidAnswerIsRefused() {
        assertThatThrownBy(() -> LimitAnswer.parse("p50=91 values=90")).hasMessageContaining("'90'");
    }
}
