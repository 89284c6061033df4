package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The whole way, with real processes; how fast they are is not looked at. */
class ComparisonSmokeTest {
    @Test
    void comparesPeersBothWaysAndVerifiesWhatArrived() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Options options = Options.parse("--rounds", "2", "--warmups", "0", "--slice", "10", "--sizes", "32,64",
                "--peers",
                "agrona-spsc,agrona-mpsc", "--capacity", "65536");
        boolean complete = new Comparison(options, out, out).run();
        String printed = bytes.toString(StandardCharsets.UTF_8);
        assertThat(complete).as(printed).isTrue();
        assertThat(printed).contains("round trip, 32 bytes", "one way, 32 bytes", "one way, 64 bytes", "agrona-mpsc")
                .doesNotContain("FAILED");
    }
}
