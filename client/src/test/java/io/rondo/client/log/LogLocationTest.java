package io.rondo.client.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogLocationTest {
    private static final String HOME = "/home/jane";

    @Test
    void theVariableWinsOverTheDefaults() {
        assertThat(LogLocation.find(Map.of("RONDO_LOG_DIR", "/data/logs", "XDG_STATE_HOME", "/state"), HOME, true))
                .isEqualTo(Path.of("/data/logs"));
    }

    @Test
    void rootHasTheLogsOfTheHost() {
        assertThat(LogLocation.find(Map.of("XDG_STATE_HOME", "/state"), HOME, true))
                .isEqualTo(Path.of("/var/lib/rondo"));
    }

    @Test
    void anotherUserHasThemInTheStateDirectory() {
        assertThat(LogLocation.find(Map.of("XDG_STATE_HOME", "/state"), HOME, false))
                .isEqualTo(Path.of("/state/rondo"));
        assertThat(LogLocation.find(Map.of(), HOME, false)).isEqualTo(Path.of("/home/jane/.local/state/rondo"));
    }

    @Test
    void aUserWithoutAHomeDirectoryHasNoneInTheWorkingDirectory() {
        assertThat(LogLocation.find(Map.of(), "?", false)).isEqualTo(Path.of("/var/lib/rondo"));
    }

    @Test
    void anEmptyVariableAndARelativeStateDirectoryAreIgnored() {
        assertThat(LogLocation.find(Map.of("RONDO_LOG_DIR", "", "XDG_STATE_HOME", "state"), HOME, false))
                .isEqualTo(Path.of("/home/jane/.local/state/rondo"));
    }

    @Test
    void aValueThatIsNoPathIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> LogLocation.find(Map.of("RONDO_LOG_DIR", "a\0b"), HOME, false))
                .withMessageContaining("RONDO_LOG_DIR");
    }
}
