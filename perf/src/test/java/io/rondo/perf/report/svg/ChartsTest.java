package io.rondo.perf.report.svg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChartsTest {
    @Test
    void theSameFactorIsTheSameDistance() {
        Axis axis = Axis.of(1, 1e6, String::valueOf);
        double decade = axis.position(10) - axis.position(1);
        assertThat(axis.position(1e5) - axis.position(1e4)).isCloseTo(decade, within(1e-9));
        assertThat(axis.position(1)).isBetween(0.0, 0.02);
        assertThat(axis.position(1e6)).isBetween(0.98, 1.0);
        assertThat(axis.position(1e9)).isEqualTo(1);
    }

    @Test
    void marksAreRoundValuesAsManyAsFit() {
        assertThat(Axis.of(100, 5e6, String::valueOf).ticks()).extracting(Axis.Tick::value).containsExactly(100.0, 1e3,
                1e4, 1e5, 1e6);
        assertThat(Axis.of(100, 1000, String::valueOf).ticks()).extracting(Axis.Tick::value).containsExactly(100.0,
                200.0, 500.0, 1000.0);
        assertThat(Axis.of(100, 150, String::valueOf).ticks()).hasSizeGreaterThan(2);
        assertThat(Axis.of(5, 5, String::valueOf).ticks()).isNotEmpty();
    }

    @Test
    void namesThatWouldOverlapAreMovedApartAndStayInTheChart() {
        double[] tops = LineChart.apart(100, 101, 102, 200);
        assertThat(tops).containsExactly(100, 115, 130, 200);
        double[] crowd = LineChart.apart(340, 341, 342, 343);
        for (int i = 1; i < crowd.length; i++) {
            assertThat(crowd[i] - crowd[i - 1]).isGreaterThanOrEqualTo(15);
        }
        assertThat(crowd[3]).isLessThanOrEqualTo(310);
    }

    @Test
    void textIsEscaped() {
        Series series = new Series("<b>", "k0", true, List.of(new Series.Dot(1, 1, "\"&")));
        Axis axis = Axis.of(1, 10, String::valueOf);
        assertThat(new LineChart("<i>", "x", "y", axis, axis, List.of(series)).svg()).doesNotContain("<b>", "<i>")
                .contains("&lt;b&gt;: &quot;&amp;", "aria-label=\"&lt;i&gt;\"");
    }

    @Test
    void aWhiskerReachesFromTheLeastToTheGreatest() {
        String svg = new WhiskerChart("l", "t",
                List.of(new WhiskerChart.Row("a", "1.00", "k1", 1, 0.5, 2, 1.5),
                        new WhiskerChart.Row("b", "", "k2", 1, 1, 1, 0)))
                .svg();
        assertThat(svg).containsOnlyOnce("class=\"mark\"").contains("class=\"one\"", "<title>a: 1.00</title>");
    }
}
