package io.rondo.perf.report;

import io.rondo.perf.measure.ContestantKind;
import io.rondo.perf.measure.ContestantResult;
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

/**
 * What changed between two runs, in ratios to the same reference, and whether that is more than noise: the rounds' ratios differ by
 * the {@link MannWhitney} test at the level {@value Change#LEVEL}, and the medians by more than runs of the same build do.
 */
public final class RunComparison {
    /** In smaller samples not even complete separation reaches the level. */
    private static final int FEWEST_ROUNDS = 5;

    private final Map<Point, List<Change>> changes = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** Compares; {@code before} is the older one. */
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
        for (ContestantResult first : before.finished()) {
            after.contestant(first.name()).filter(PointFigures::isFinished).ifPresentOrElse(second -> {
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
                second -> before.contestant(second.name()).filter(PointFigures::isFinished).isEmpty())
                .forEach(second -> notes
                        .add(Titles.of(before.point()) + ": " + second.name() + " finished only in the second run"));
        changes.put(before.point(), found);
    }

    /**
     * The first run's reference if the second has it too; else the best peer or limit that both have. Never one of Rondo's own, whose
     * change would show as that of the others.
     */
    private static Optional<String> commonReference(PointFigures before, PointFigures after) {
        return Stream.concat(before.reference().stream(), before.finished().stream())
                .filter(each -> each.kind() == ContestantKind.LIMIT || each.kind() == ContestantKind.PEER)
                .map(ContestantResult::name).filter(name -> isFinished(after, name)).findFirst();
    }

    private static boolean isFinished(PointFigures figures, String name) {
        return figures.contestant(name).filter(PointFigures::isFinished).isPresent();
    }

    private static List<Double> values(PointFigures figures, ContestantResult contestant, Optional<String> reference,
            Figure figure) {
        if (reference.isPresent()) {
            return PointFigures.ratios(contestant, figures.contestant(reference.get()).orElseThrow(), figure.metric());
        }
        return PointFigures.has(contestant, figure.metric())
                ? PointFigures.values(contestant, figure.metric())
                : List.of();
    }

    private static Optional<Change> change(Figure figure, List<Double> before, List<Double> after, String contestant,
            String reference) {
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        boolean few = Math.min(before.size(), after.size()) < FEWEST_ROUNDS;
        return Optional
                .of(new Change(contestant, reference, figure, Spread.of(before).median(), Spread.of(after).median(),
                        few ? Double.NaN : new MannWhitney(before, after).pValue()));
    }

    /** By point, in the first run's order. */
    Map<Point, List<Change>> changes() {
        return changes;
    }

    /** All of it, for the terminal. */
    public String text() {
        StringBuilder text = new StringBuilder();
        notes.forEach(note -> text.append(note).append('\n'));
        changes.forEach((point, found) -> {
            if (!found.isEmpty()) {
                String reference = found.getFirst().reference();
                text.append('\n').append(Titles.of(point))
                        .append(reference.isEmpty()
                                ? "; medians, no ratios: no limit or peer in both runs"
                                : "; median ratio to " + reference)
                        .append('\n')
                        .append(table(found).text());
            }
        });
        return text.append('\n').append(summary()).append('\n').toString();
    }

    private static ReportTable table(List<Change> found) {
        return new ReportTable(List.of("contestant", "figure", "before", "after", "change", "p", ""),
                List.of(false, false, true, true, true, true, false),
                found.stream().map(change -> List.of(change.contestant(), change.figure().heading(),
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
