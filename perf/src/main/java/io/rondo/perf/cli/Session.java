package io.rondo.perf.cli;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.perf.harness.ForeignLoad;
import io.rondo.perf.harness.HarnessException;
import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.MachineState;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import io.rondo.perf.report.TerminalReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs plans in sequence and reports them as one run. */
final class Session {
    private final List<Plan> plans;
    private final List<Output> outputs;
    private final String command;
    private final PrintWriter out;
    private final PrintWriter err;

    /** A session; {@code command} is the command line that starts it. */
    Session(List<Plan> plans, List<Output> outputs, String command, PrintWriter out, PrintWriter err) {
        this.plans = plans;
        this.outputs = outputs;
        this.command = command;
        this.out = out;
        this.err = err;
    }

    /**
     * Measures and reports.
     *
     * @return the exit code
     * @throws IOException if a report cannot be written; most reasons are found before the measurement
     */
    int run(Runner runner, Finish finish) throws IOException {
        for (Output output : outputs) {
            output.file().check();
        }
        ProgressBar bar = new ProgressBar(plans, err, ReportTerminal.of(ReportTerminal.ERR), finish, System::nanoTime);
        bar.note(plans.stream().mapToInt(plan -> plan.points().size()).sum() + " points, about " + bar.estimate()
                + " minutes");
        ForeignLoad load = ForeignLoad.begin();
        List<Run> runs = new ArrayList<>();
        boolean failed = false;
        for (Plan plan : plans) {
            try {
                runs.add(runner.measure(plan, bar));
            } catch (HarnessException | UncheckedIOException e) {
                failed = true;
                bar.note(e.getMessage());
            }
        }
        bar.close();
        Run run = join(runs, load.use());
        finish.output(() -> report(run));
        return failed || !isGood(run) ? ExitCode.FAILED : ExitCode.OK;
    }

    private void report(Run run) throws IOException {
        if (run.points().isEmpty()) {
            err.println("rondo: nothing could be measured");
            err.flush();
            return;
        }
        out.print(TerminalReport.of(run, ReportTerminal.of(ReportTerminal.OUT).style(System.getenv())));
        out.flush();
        for (Output output : outputs) {
            output.file().write(output.format().apply(run));
            err.println("rondo: wrote " + output.file().path());
        }
        err.flush();
    }

    /** One run with the points of all plans and the environment of the first. */
    private Run join(List<Run> runs, ForeignLoad.Use use) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("command", command);
        runs.stream().limit(1).forEach(run -> environment.putAll(run.environment()));
        environment.put("rounds", plans.stream().map(Session::effort).distinct().collect(Collectors.joining(", ")));
        environment.put("load", use.text());
        states(runs).ifPresent(states -> environment.put("state", states));
        List<String> warnings = Stream.concat(runs.stream().limit(1).flatMap(run -> run.warnings().stream()),
                use.warning().stream()).toList();
        return new Run(environment, warnings, runs.stream().flatMap(run -> run.points().stream()).toList());
    }

    /** The states of the machine during the run, with the least and the greatest limit; empty without a limit. */
    private static Optional<String> states(List<Run> runs) {
        List<MachineState> states = runs.stream().flatMap(run -> run.points().stream()).map(PointResult::state)
                .filter(Objects::nonNull).toList();
        DoubleSummaryStatistics limits = states.stream().flatMap(state -> Stream.of(state.before(), state.after()))
                .collect(Collectors.summarizingDouble(Double::doubleValue));
        return states.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT,
                        "%s; a round trip of the limit took %.0f to %.0f ns between the"
                                + " points",
                        states.stream().map(MachineState::name).distinct().collect(Collectors.joining(", ")),
                        limits.getMin(), limits.getMax()));
    }

    private static String effort(Plan plan) {
        return plan.points().stream().allMatch(point -> point.pattern().isIdle())
                ? "idle channels for 5 s"
                : plan.rounds() + " of " + plan.slice().toMillis() + " ms each after " + plan.warmups() + " to warm up";
    }

    /** Whether there is at least one result, and no configuration of Rondo failed. */
    private static boolean isGood(Run run) {
        List<CompetitorResult> competitors = run.points().stream().map(PointResult::competitors).flatMap(List::stream)
                .toList();
        return competitors.stream().anyMatch(each -> each.failure() == null)
                && competitors.stream()
                        .noneMatch(each -> each.kind() == CompetitorKind.RONDO && each.failure() != null);
    }
}
