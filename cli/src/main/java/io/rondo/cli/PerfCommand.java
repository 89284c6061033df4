package io.rondo.cli;

import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code rondo perf}: its place in the list of commands. In a checkout the launcher starts it, since it depends on this module. */
@Command(name = "perf", description = "Measures Rondo and its competitors side by side (in a checkout of the project).")
final class PerfCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> ignored;

    @Override
    public Integer call() {
        ErrorReporter.print(spec.commandLine(),
                "perf is not part of a distribution: clone the project and run ./rondo perf there");
        return ExitCode.FAILED;
    }
}
