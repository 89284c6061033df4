package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void answersCommandsLineByLine() {
        try (Child child = shell("while read line; do echo \"ok $line\"; done")) {
            child.tell("run 1");
            assertThat(child.await("ok ", LONG)).isEqualTo("run 1");
            child.tell("run 2");
            assertThat(child.await("ok ", LONG)).isEqualTo("run 2");
        }
    }

    @Test
    void anErrorOfTheChildIsReported() {
        try (Child child = shell("echo error disk on fire; read line")) {
            assertThatThrownBy(() -> child.await("ready", LONG)).isInstanceOf(HarnessException.class)
                    .hasMessage("test: disk on fire");
        }
    }

    @Test
    void aChildThatEndsIsAnError() {
        try (Child child = shell("exit 3")) {
            assertThatThrownBy(() -> child.await("ready", LONG)).hasMessage("test: the process ended, exit code 3");
        }
    }

    @Test
    void aCommandAfterTheEndOfTheChildIsAnError() {
        try (Child child = shell("exit 3")) {
            assertThatThrownBy(() -> child.await("ready", LONG)).hasMessageContaining("exit code 3");
            child.tell("run 1");
            assertThatThrownBy(() -> child.await("ok ", LONG)).hasMessageContaining("exit code 3");
        }
    }

    @Test
    void aChildThatHangsIsKilled() {
        try (Child child = shell("exec sleep 1000")) {
            assertThatThrownBy(() -> child.await("ready", Duration.ofMillis(50))).hasMessageContaining("killed");
            assertThatThrownBy(() -> child.await("ready", LONG)).hasMessageContaining("the process ended");
        }
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> new Child("test", List.of("/no/such/program"))).isInstanceOf(HarnessException.class)
                .hasMessageContaining("/no/such/program");
    }

    private static Child shell(String script) {
        return new Child("test", List.of("/bin/sh", "-c", script));
    }
}
