package io.rondo.perf.harness;

import io.rondo.perf.measure.ContestantKind;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Run;
import io.rondo.perf.peer.PeerType;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints tables. A ratio is the median of the rounds' ratios, with the least and the greatest. */
final class Report {
    private static final double MILLION = 1e6;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void environment(Run run, Options options) {
        run.environment().forEach((name, value) -> out.printf("%-19s %s%n", name, value));
        options.peers().forEach(peer -> out.printf("%-19s %s%n", peer.label(), peer.description()));
        run.warnings().forEach(out::println);
    }

    void roundTrip(int length, Results results) {
        Optional<String> best = best(results, Metric.P50, Comparator.naturalOrder());
        if (best.isPresent()) {
            String reference = results.names().contains(Limit.ROUND_TRIP.label())
                    ? Limit.ROUND_TRIP.label()
                    : best.get();
            out.printf(
                    "%nround trip, %d bytes, ns (p50 of batches, tail of single ones); ratio to %s: median (min-max)%n",
                    length, reference);
            out.printf("%-19s%8s%8s%8s  %-22s%-22s%s%n", "", "p50", "p99", "p99.9", "p50", "p99", "p99.9");
            for (String name : results.names()) {
                out.printf(Locale.ROOT, "%-19s%8.0f%8.0f%8.0f  %-22s%-22s%s%n", name, median(results, name, Metric.P50),
                        median(results, name, Metric.P99), median(results, name, Metric.P999),
                        results.ratios(name, reference, Metric.P50), results.ratios(name, reference, Metric.P99),
                        results.ratios(name, reference, Metric.P999));
            }
        }
        failures(results);
    }

    void oneWay(int length, Results results) {
        Optional<String> best = best(results, Metric.RATE, Comparator.reverseOrder());
        if (best.isPresent()) {
            String reference = best.get();
            out.printf("%none way, %d bytes, million messages/s; ratio to %s: median (min-max)%n", length, reference);
            out.printf("%-19s%8s  %s%n", "", "M/s", "ratio");
            for (String name : results.names()) {
                out.printf(Locale.ROOT, "%-19s%8.1f  %s%n", name, median(results, name, Metric.RATE) / MILLION,
                        results.ratios(name, reference, Metric.RATE));
            }
        }
        failures(results);
    }

    private void failures(Results results) {
        results.failures().forEach((name, reason) -> out.printf("%-19sFAILED: %s%n", name, reason));
    }

    private static double median(Results results, String name, Metric metric) {
        return results.spread(name, metric).median();
    }

    /** The best of those Rondo is compared to; of all where there is no other. */
    static Optional<String> best(Results results, Metric metric, Comparator<Double> order) {
        Comparator<String> byMedian = Comparator.comparing(name -> median(results, name, metric), order);
        List<String> others = results.names().stream().filter(name -> !isRondo(name)).toList();
        return (others.isEmpty() ? results.names() : others).stream().min(byMedian);
    }

    private static boolean isRondo(String name) {
        return Arrays.stream(PeerType.values())
                .anyMatch(type -> type.label().equals(name) && type.kind() == ContestantKind.RONDO);
    }
}
