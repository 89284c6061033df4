package io.rondo.perf.report;

import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.MachineState;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Medians, ratios per round and the reference of a point's results. */
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

    /** The state of the machine, if it is known. */
    Optional<MachineState> state() {
        return Optional.ofNullable(result.state());
    }

    /** The name of the state of the machine; empty if it is not known. */
    String stateName() {
        return state().map(MachineState::name).orElse("");
    }

    /** The competitors with samples, best first. */
    List<CompetitorResult> finished() {
        List<CompetitorResult> finished = result.competitors().stream().filter(PointFigures::isFinished).toList();
        return primary().map(figure -> sorted(finished, figure)).orElse(finished);
    }

    private static List<CompetitorResult> sorted(List<CompetitorResult> competitors, Figure figure) {
        Comparator<CompetitorResult> known = Comparator.comparing(each -> !has(each, figure.metric()));
        return competitors.stream().sorted(known.thenComparing(
                each -> has(each, figure.metric()) ? spread(each, figure.metric()).median() : 0, figure.order()))
                .toList();
    }

    List<CompetitorResult> failed() {
        return result.competitors().stream().filter(each -> !isFinished(each)).toList();
    }

    Optional<CompetitorResult> competitor(String name) {
        return result.competitors().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    static boolean isFinished(CompetitorResult competitor) {
        return competitor.failure() == null && !competitor.samples().isEmpty();
    }

    static boolean has(CompetitorResult competitor, Metric metric) {
        return isFinished(competitor) && competitor.samples().stream().allMatch(sample -> sample.has(metric));
    }

    static List<Double> values(CompetitorResult competitor, Metric metric) {
        return competitor.samples().stream().map(sample -> sample.get(metric)).toList();
    }

    static Spread spread(CompetitorResult competitor, Metric metric) {
        return Spread.of(values(competitor, metric));
    }

    /** The ratios per round; empty if a figure is missing or the reference is 0 in some round. */
    static List<Double> ratios(CompetitorResult competitor, CompetitorResult reference, Metric metric) {
        if (!has(competitor, metric) || !has(reference, metric)
                || competitor.samples().size() != reference.samples().size()
                || values(reference, metric).contains(0.0)) {
            return List.of();
        }
        return Spread.ratios(values(competitor, metric), values(reference, metric));
    }

    /** The first of the pattern's figures that a competitor has. */
    Optional<Figure> primary() {
        return Figure.judged(pattern()).stream().filter(this::isMeasured).findFirst();
    }

    boolean isMeasured(Figure figure) {
        return result.competitors().stream().anyMatch(each -> has(each, figure.metric()));
    }

    /** The competitor of a kind with the best median. */
    Optional<CompetitorResult> best(CompetitorKind kind, Figure figure) {
        return result.competitors().stream().filter(each -> each.kind() == kind && has(each, figure.metric()))
                .min(Comparator.comparing(each -> spread(each, figure.metric()).median(), figure.order()));
    }

    /**
     * The reference of the ratios: the limit; else the best external competitor; else, of at least two, the best
     * configuration of Rondo.
     */
    Optional<CompetitorResult> reference() {
        return primary().flatMap(figure -> best(CompetitorKind.LIMIT, figure)
                .or(() -> best(CompetitorKind.EXTERNAL, figure))
                .or(() -> finished().size() > 1 ? best(CompetitorKind.RONDO, figure) : Optional.empty()));
    }
}
