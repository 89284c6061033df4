package io.rondo.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.Terminal;
import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void aTerminalShowsTextInPlaceOfTheTextBefore() {
        Screen screen = new Screen(new Terminal(true, true, true, 80, 24, false));
        assertThat(screen.show("one\ntwo\n")).isEqualTo("one\033[K\ntwo\033[K\n\033[J");
        assertThat(screen.show("three\n")).isEqualTo("\r\033[2Athree\033[K\n\033[J");
        assertThat(screen.show("four\n")).startsWith("\r\033[1Afour");
    }

    @Test
    void aTerminalShowsAsManyLinesAsFit() {
        Screen screen = new Screen(new Terminal(true, true, true, 80, 3, false));
        assertThat(screen.show("one\ntwo\nthree\n")).isEqualTo("one\033[K\ntwo\033[K\n\033[J");
    }

    @Test
    void pipedTextIsRepeatedAfterAnEmptyLine() {
        Screen screen = new Screen(Terminal.NONE);
        assertThat(screen.show("one\n") + screen.show("two\n")).isEqualTo("one\n\ntwo\n");
    }
}
