package io.rondo.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrapTest {
    @Test
    void longLinesBreakBetweenWordsAndAreIndented() {
        String text = "label        one two three four five six seven\nshort\n";
        assertThat(Wrap.lines(text, 80, 13)).isEqualTo(text);
        assertThat(Wrap.lines(text, 40, 13)).isEqualTo("""
                label        one two three four five six
                             seven
                short
                """);
        assertThat(Wrap.lines("label        one two three", 20, 13)).isEqualTo("""
                label        one two
                  three
                """);
    }

    @Test
    void aWordThatIsLongerThanALineIsBroken() {
        assertThat(Wrap.lines("id 0123456789abcdef", 10, 13)).isEqualTo("""
                id 0123456
                  789abcde
                  f
                """);
    }
}
