package io.rondo.perf.cli;

import io.rondo.cli.ExitCode;
import io.rondo.perf.harness.HarnessException;
import io.rondo.perf.measure.ContestantKind;
import io.rondo.perf.measure.ContestantResult;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import io.rondo.perf.report.TerminalReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs plans one after the other, and reports them as one run. */
final class Session {
    private final List<Plan> plans;
    private final List<Output> outputs;
    private final String command;
    private final PrintWriter out;
    private final PrintWriter err;

    /** Prepares; {@code command} is what one would type to start it. */
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
     * @throws IOException if a report cannot be written; as far as possible that is found before measuring
     */
    int run(Runner runner, Finish finish) throws IOException {
        for (Output output : outputs) {
            output.file().check();
        }
        ProgressBar bar = new ProgressBar(plans, err, ProgressBar.isTerminal(), finish, System::nanoTime);
        bar.note(plans.stream().mapToInt(plan -> plan.points().size()).sum() + " points, about " + bar.estimate()
                + " minutes");
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
        Run run = join(runs);
        finish.output(() -> report(run));
        return failed || !isGood(run) ? ExitCode.FAILED : ExitCode.OK;
    }

    private void report(Run run) throws IOException {
        if (run.points().isEmpty()) {
            err.println("rondo: nothing could be measured");
            err.flush();
            return;
        }
        out.print(TerminalReport.of(run));
        out.flush();
        for (Output output : outputs) {
            output.file().write(output.format().apply(run));
            err.println("rondo: wrote " + output.file().path());
        }
        err.flush();
    }

    /** The points of all, and what the first says of the machine. */
    private Run join(List<Run> runs) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("command", command);
        runs.stream().limit(1).forEach(run -> environment.putAll(run.environment()));
        environment.put("rounds", plans.stream().map(Session::effort).distinct().collect(Collectors.joining(", ")));
        // Later on the load is our own.
        List<String> warnings = runs.stream().limit(1).flatMap(run -> run.warnings().stream()).toList();
        return new Run(environment, warnings, runs.stream().flatMap(run -> run.points().stream()).toList());
    }

    private static String effort(Plan plan) {
        return plan.points().stream().allMatch(point -> point.pattern() == Pattern.PARKED_CHANNELS)
                ? "idle channels for 10 s"
                : plan.rounds() + " of " + plan.slice().toMillis() + " ms each after " + plan.warmups() + " to warm up";
    }

    /** Whether something was measured, and Rondo never failed. */
    private static boolean isGood(Run run) {
        List<ContestantResult> contestants = run.points().stream().map(PointResult::contestants).flatMap(List::stream)
                .toList();
        return contestants.stream().anyMatch(each -> each.failure() == null)
                && contestants.stream()
                        .noneMatch(each -> each.kind() == ContestantKind.RONDO && each.failure() != null);
    }
}
