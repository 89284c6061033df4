package io.rondo.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirLongestCellAndShortRowsRunOn() {
        Table table = new Table(Set.of(1), "NAME", "N", "TEXT");
        table.row("a", "1000", "x");
        table.row("longer", "and a long story");
        assertThat(table.toString()).isEqualTo("""
                NAME       N  TEXT
                a       1000  x
                longer  and a long story
                """);
    }

    @Test
    void aTableThatIsTooWideBecomesBlocksThatRepeatTheKey() {
        Table table = new Table(Set.of(1, 2), "NAME", "ONE", "TWO", "THREE");
        table.row("a", "1", "2", "3");
        table.row("b", "stops here");
        assertThat(table.fit(14, 1)).isEqualTo("""
                NAME  ONE  TWO
                a       1    2
                b     stops here
                NAME  THREE
                a     3
                """);
    }
}
