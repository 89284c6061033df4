package io.rondo.perf.report;

import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Compares two runs by their ratios to the same reference. A change is more than noise if the ratios of the rounds differ by the
 * Mann-Whitney test at the level {@value Change#LEVEL}, and the medians differ by more than runs of the same build do.
 */
public final class RunComparison {
    /** With fewer rounds even complete separation does not reach the level. */
    private static final int FEWEST_ROUNDS = 5;

    private final Map<Point, List<Change>> changes = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** Compares an older and a newer run. */
    public RunComparison(Run before, Run after) {
        noteEnvironment(before, after);
        for (PointResult first : before.points()) {
            find(after, first.point()).ifPresentOrElse(
                    second -> compare(new PointFigures(first), new PointFigures(second)),
                    () -> notes.add(Titles.of(first.point()) + ": only in the first run"));
        }
        after.points().stream().filter(second -> find(before, second.point()).isEmpty())
                .forEach(second -> notes.add(Titles.of(second.point()) + ": only in the second run"));
    }

    private void noteEnvironment(Run before, Run after) {
        before.environment().forEach((name, value) -> {
            String other = after.environment().get(name);
            if (other != null && !other.equals(value)) {
                notes.add(name + ": " + value + " -> " + other);
            }
        });
    }

    private static Optional<PointResult> find(Run run, Point point) {
        return run.points().stream().filter(each -> each.point().equals(point)).findFirst();
    }

    private void compare(PointFigures before, PointFigures after) {
        Optional<String> reference = commonReference(before, after);
        List<Change> found = new ArrayList<>();
        for (CompetitorResult first : before.finished()) {
            after.competitor(first.name()).filter(PointFigures::isFinished).ifPresentOrElse(second -> {
                if (reference.isEmpty() || !first.name().equals(reference.get())) {
                    for (Figure figure : Figure.judged(before.pattern())) {
                        change(figure, values(before, first, reference, figure),
                                values(after, second, reference, figure),
                                first.name(), reference.orElse("")).ifPresent(found::add);
                    }
                }
            }, () -> notes.add(Titles.of(before.point()) + ": " + first.name() + " finished only in the first run"));
        }
        after.finished().stream().filter(
                second -> before.competitor(second.name()).filter(PointFigures::isFinished).isEmpty())
                .forEach(second -> notes
                        .add(Titles.of(before.point()) + ": " + second.name() + " finished only in the second run"));
        changes.put(before.point(), found);
    }

    /**
     * The first run's reference if the second run has it too; else the first external competitor or limit of both.
     * Never a configuration of Rondo, because its change would show in the ratios of the others.
     */
    private static Optional<String> commonReference(PointFigures before, PointFigures after) {
        return Stream.concat(before.reference().stream(), before.finished().stream())
                .filter(each -> each.kind() == CompetitorKind.LIMIT || each.kind() == CompetitorKind.EXTERNAL)
                .map(CompetitorResult::name).filter(name -> isFinished(after, name)).findFirst();
    }

    private static boolean isFinished(PointFigures figures, String name) {
        return figures.competitor(name).filter(PointFigures::isFinished).isPresent();
    }

    private static List<Double> values(PointFigures figures, CompetitorResult competitor, Optional<String> reference,
            Figure figure) {
        if (reference.isPresent()) {
            return PointFigures.ratios(competitor, figures.competitor(reference.get()).orElseThrow(), figure.metric());
        }
        return PointFigures.has(competitor, figure.metric())
                ? PointFigures.values(competitor, figure.metric())
                : List.of();
    }

    private static Optional<Change> change(Figure figure, List<Double> before, List<Double> after, String competitor,
            String reference) {
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        boolean few = Math.min(before.size(), after.size()) < FEWEST_ROUNDS;
        return Optional
                .of(new Change(competitor, reference, figure, Spread.of(before).median(), Spread.of(after).median(),
                        few ? Double.NaN : pValue(before, after)));
    }

    /**
     * The probability of a difference at least as large, in either direction, between samples of the same distribution: the
     * Mann-Whitney test, which assumes nothing about the distribution. Exact where no two values are equal.
     */
    static double pValue(List<Double> before, List<Double> after) {
        double value = MannWhitneyUTest.withDefaults().test(Spread.array(before), Spread.array(after)).getPValue();
        return Double.isNaN(value) ? 1 : value; // NaN: all values are equal
    }

    /** The changes by point, in the order of the first run. */
    Map<Point, List<Change>> changes() {
        return changes;
    }

    /** The whole comparison as text. */
    public String text(TextStyle style) {
        StringBuilder text = new StringBuilder();
        notes.forEach(note -> text.append(style.paragraph("", note)));
        changes.forEach((point, found) -> {
            if (!found.isEmpty()) {
                String reference = found.getFirst().reference();
                text.append('\n').append(style.paragraph("", Titles.of(point) + (reference.isEmpty()
                        ? "; medians, no ratios: no limit or competitor in both runs"
                        : "; median ratio to " + reference))).append(table(found).text(style));
            }
        });
        return text.append('\n').append(style.paragraph("", summary())).toString();
    }

    private static ReportTable table(List<Change> found) {
        return new ReportTable(List.of("competitor", "figure", "before", "after", "change", "p", ""),
                List.of(false, false, true, true, true, true, false),
                found.stream().map(change -> List.of(change.competitor(), change.figure().heading(),
                        value(change, change.before()), value(change, change.after()),
                        String.format(Locale.ROOT, "%+.1f %%", change.relative() * 100),
                        Double.isNaN(change.pValue()) ? "-" : String.format(Locale.ROOT, "%.3f", change.pValue()),
                        change.verdict().toString())).toList());
    }

    private static String value(Change change, double value) {
        return change.reference().isEmpty() ? change.figure().format(value) : Quantity.digits(value);
    }

    private String summary() {
        return count(Change.Verdict.BETTER) + " better, " + count(Change.Verdict.WORSE) + " worse, "
                + count(Change.Verdict.SAME) + " the same, " + count(Change.Verdict.UNCLEAR)
                + " unclear. More than noise: p below " + Change.LEVEL
                + " (Mann-Whitney, over the rounds) and a change of more than "
                + Math.round(Change.REPEATABLE * 100) + " %, by which runs of the same build may differ.";
    }

    private long count(Change.Verdict verdict) {
        return changes.values().stream().flatMap(List::stream).filter(change -> change.verdict() == verdict).count();
    }
}
