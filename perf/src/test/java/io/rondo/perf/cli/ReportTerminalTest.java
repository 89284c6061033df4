package io.rondo.perf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTerminalTest {
    @ParameterizedTest
    @CsvSource({"60, 100, 60", "'', 100, 100", "wide, 100, 100", "0, 100, 100", "-5, 0, 0", "99999999999, 90, 90"})
    void columnsComeFromTheEnvironmentOrElseFromTheTerminal(String columns, int size, int expected) {
        assertThat(ReportTerminal.of(Map.of("COLUMNS", columns), true, size).columns()).isEqualTo(expected);
    }

    @Test
    void aPipeHasNoLineLimitUnlessColumnsIsSet() {
        assertThat(ReportTerminal.of(Map.of(), false, 0).style(Map.of()).width()).isEqualTo(Integer.MAX_VALUE);
        assertThat(ReportTerminal.of(Map.of("COLUMNS", "70"), false, 0).style(Map.of()).width()).isEqualTo(70);
    }

    @Test
    void coloursNeedATerminalThatWantsThem() {
        ReportTerminal terminal = new ReportTerminal(true, 80);
        assertThat(terminal.style(Map.of("TERM", "xterm", "NO_COLOR", "")).colours()).isTrue();
        assertThat(terminal.style(Map.of("NO_COLOR", "1")).colours()).isFalse();
        assertThat(terminal.style(Map.of("TERM", "dumb")).colours()).isFalse();
        assertThat(new ReportTerminal(false, 80).style(Map.of()).colours()).isFalse();
    }
}
