package io.rondo.perf.cli;

import io.rondo.perf.report.JsonReport;
import io.rondo.perf.report.RunComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo perf compare}: shows the changes between two runs. */
@Command(name = "compare", sortOptions = false,
        description = "Compares two runs by their ratios to the same reference and tests whether a change is more than noise.")
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BEFORE.json", description = "The older run, a file of --json.")
    private Path before;

    @Parameters(index = "1", paramLabel = "AFTER.json", description = "The newer run.")
    private Path after;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().print(new RunComparison(JsonReport.read(before), JsonReport.read(after))
                .text(ReportTerminal.of(ReportTerminal.OUT).style(System.getenv())));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
