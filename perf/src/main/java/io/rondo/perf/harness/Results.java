package io.rondo.perf.harness;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The samples of one point, by contestant. Each list has one sample per round, in the order of the rounds.
 *
 * @param samples of those that finished
 * @param failures reasons, of those that did not
 */
record Results(Map<String, List<Sample>> samples, Map<String, String> failures) {
    Results {
        samples = new LinkedHashMap<>(samples);
        failures = new LinkedHashMap<>(failures);
    }

    Set<String> names() {
        return samples.keySet();
    }

    List<Double> values(String name, Metric metric) {
        return samples.get(name).stream().map(sample -> sample.get(metric)).toList();
    }

    Spread spread(String name, Metric metric) {
        return Spread.of(values(name, metric));
    }

    Spread ratios(String name, String reference, Metric metric) {
        return Spread.ofRatios(values(name, metric), values(reference, metric));
    }
}
