package io.rondo.cli;

import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo help}: prints what {@code --help} prints. */
@Command(name = "help", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows the help of a command, or the list of commands.")
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "COMMAND", description = "A command.")
    private String command;

    @Override
    public Integer call() {
        CommandLine parent = spec.parent().commandLine();
        CommandLine target = command == null ? parent : parent.getSubcommands().get(command);
        if (target == null) {
            throw new ParameterException(parent, ErrorReporter.unknownCommand(parent, command));
        }
        target.usage(parent.getOut());
        return ExitCode.OK;
    }
}
