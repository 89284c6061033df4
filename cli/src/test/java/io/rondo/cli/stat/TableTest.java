package io.rondo.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirLongestCellAndShortRowsRunOn() {
        Table table = new Table(Set.of(1), "NAME", "N", "WHO");
        table.row("a", "1000", "x");
        table.row("longer", "and a long story");
        assertThat(table.toString()).isEqualTo("""
                NAME       N  WHO
                a       1000  x
                longer  and a long story
                """);
    }
}
