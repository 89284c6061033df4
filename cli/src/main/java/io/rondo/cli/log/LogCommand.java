package io.rondo.cli.log;

import io.rondo.cli.runtime.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rondo log}: the commands that look at logs. They change nothing, and work while a log is written. */
@Command(name = "log", mixinStandardHelpOptions = true, sortOptions = false, synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        description = "Looks at the logs of channels, also while they are written, and changes nothing.")
public final class LogCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private LogCommand() {}

    /** Returns the command with its commands. */
    public static CommandLine commandLine(CommandContext context) {
        return new CommandLine(new LogCommand()).addSubcommand(new LogListCommand(context))
                .addSubcommand(new LogInfoCommand(context)).addSubcommand(new LogVerifyCommand(context))
                .addSubcommand(new LogCatCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given: give one of "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
