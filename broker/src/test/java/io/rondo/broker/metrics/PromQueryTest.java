package io.rondo.broker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.metrics.PromQuery.Selector;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQueryTest {
    @Test
    void functionsKeywordsAndValuesAreNoMetrics() {
        PromQuery query = PromQuery
                .of("histogram_quantile(0.99, sum by (instance, le) (rate(a_bucket{x=\"y{z}\"}[5m])))"
                        + " > 0.1 and on (instance) b{c=~\"$d\", e!=\"f\"} == bool 1 offset 5m");
        assertThat(query.selectors()).containsExactly(new Selector("a_bucket", Set.of("x")),
                new Selector("b", Set.of("c", "e")));
        assertThat(query.grouping()).containsExactly("instance", "le");
    }

    @Test
    void aGroupingBehindTheArgumentsIsRead() {
        PromQuery query = PromQuery.of("sum(increase(a[$__rate_interval])) by (topic) / 2");
        assertThat(query.selectors()).containsExactly(new Selector("a", Set.of()));
        assertThat(query.grouping()).containsExactly("topic");
    }
}
