package io.rondo.perf.report;

import io.rondo.perf.measure.ContestantKind;
import io.rondo.perf.measure.ContestantResult;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads a point's results: medians, ratios per round, and what they are ratios to. */
final class PointFigures {
    private final PointResult result;

    PointFigures(PointResult result) {
        this.result = result;
    }

    Point point() {
        return result.point();
    }

    Pattern pattern() {
        return point().pattern();
    }

    /** Those with samples, best first. */
    List<ContestantResult> finished() {
        List<ContestantResult> finished = result.contestants().stream().filter(PointFigures::isFinished).toList();
        return primary().map(figure -> sorted(finished, figure)).orElse(finished);
    }

    private static List<ContestantResult> sorted(List<ContestantResult> contestants, Figure figure) {
        Comparator<ContestantResult> known = Comparator.comparing(each -> !has(each, figure.metric()));
        return contestants.stream().sorted(known.thenComparing(
                each -> has(each, figure.metric()) ? spread(each, figure.metric()).median() : 0, figure.order()))
                .toList();
    }

    List<ContestantResult> failed() {
        return result.contestants().stream().filter(each -> !isFinished(each)).toList();
    }

    Optional<ContestantResult> contestant(String name) {
        return result.contestants().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    static boolean isFinished(ContestantResult contestant) {
        return contestant.failure() == null && !contestant.samples().isEmpty();
    }

    static boolean has(ContestantResult contestant, Metric metric) {
        return isFinished(contestant) && contestant.samples().stream().allMatch(sample -> sample.has(metric));
    }

    static List<Double> values(ContestantResult contestant, Metric metric) {
        return contestant.samples().stream().map(sample -> sample.get(metric)).toList();
    }

    static Spread spread(ContestantResult contestant, Metric metric) {
        return Spread.of(values(contestant, metric));
    }

    /** The ratios per round; empty where one of them lacks the figure, or the reference is 0 in some round. */
    static List<Double> ratios(ContestantResult contestant, ContestantResult reference, Metric metric) {
        if (!has(contestant, metric) || !has(reference, metric)
                || contestant.samples().size() != reference.samples().size()
                || values(reference, metric).contains(0.0)) {
            return List.of();
        }
        return Spread.ratios(values(contestant, metric), values(reference, metric));
    }

    /** The first of the pattern's figures that somebody has. */
    Optional<Figure> primary() {
        return Figure.judged(pattern()).stream().filter(this::isMeasured).findFirst();
    }

    boolean isMeasured(Figure figure) {
        return result.contestants().stream().anyMatch(each -> has(each, figure.metric()));
    }

    /** The one with the best median among those of a kind. */
    Optional<ContestantResult> best(ContestantKind kind, Figure figure) {
        return result.contestants().stream().filter(each -> each.kind() == kind && has(each, figure.metric()))
                .min(Comparator.comparing(each -> spread(each, figure.metric()).median(), figure.order()));
    }

    /** What ratios are to: the limit; else the best peer; else the best of Rondo's own, if there are two to compare. */
    Optional<ContestantResult> reference() {
        return primary().flatMap(figure -> best(ContestantKind.LIMIT, figure)
                .or(() -> best(ContestantKind.PEER, figure))
                .or(() -> finished().size() > 1 ? best(ContestantKind.RONDO, figure) : Optional.empty()));
    }
}
