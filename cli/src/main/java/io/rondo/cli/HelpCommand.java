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

    @Parameters(index = "1", arity = "0..1", paramLabel = "SUBCOMMAND", description = "A command of that command.")
    private String subcommand;

    @Override
    public Integer call() {
        CommandLine parent = spec.parent().commandLine();
        CommandLine target = find(find(parent, command), subcommand);
        target.usage(parent.getOut());
        return ExitCode.OK;
    }

    private static CommandLine find(CommandLine parent, String name) {
        if (name == null) {
            return parent;
        }
        CommandLine found = parent.getSubcommands().get(name);
        if (found == null) {
            throw new ParameterException(parent, parent.getSubcommands().isEmpty()
                    ? "one argument too many, '" + name + "': leave it out"
                    : ErrorReporter.unknownCommand(parent, name));
        }
        return found;
    }
}
