package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Child shell(String name, String script) {
        return new Child(name, List.of("/bin/sh", "-c", script));
    }

    @Test
    void theAnswersOfAllProcessesAreAwaited() {
        try (Child a = shell("a", "echo ok 1; read line"); Child b = shell("b", "echo ok 2; read line")) {
            assertThat(Answers.of(Map.of("a", a, "b", b), "ok ", LONG)).containsOnly(Map.entry("a", "1"),
                    Map.entry("b", "2"));
        }
    }

    @Test
    void theFirstFailureIsReportedAtOnceAndTheOthersAreKilled() {
        try (Child waits = shell("waits", "exec sleep 1000");
                Child fails = shell("fails", "echo error torn; read line")) {
            assertThatThrownBy(() -> Answers.of(Map.of(1, waits, 2, fails), "ok ", LONG))
                    .hasMessage("fails: torn");
            assertThatThrownBy(() -> waits.await("ok ", LONG)).hasMessageContaining("the process ended");
        }
    }
}
