package io.rondo.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** The top level of the command line. */
@Command(name = "rondo", mixinStandardHelpOptions = true, versionProvider = RondoCommand.Version.class,
        sortOptions = false, header = "Moves messages between processes of this host through shared memory.",
        synopsisSubcommandLabel = "COMMAND", commandListHeading = "%nCommands:%n", footer = {
            "", "Channels live in the directory RONDO_DIR (default /dev/shm/rondo-<uid>).",
            "Exit codes: 0 done, 1 failed, 2 usage, 3 timed out, 130 and 143 after SIGINT and SIGTERM."})
final class RondoCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private RondoCommand() {}

    /** The whole command line, ready to execute. */
    static CommandLine commandLine(CommandContext context) {
        ErrorReporter errors = new ErrorReporter(context.stop());
        CommandLine line = new CommandLine(new RondoCommand());
        addCommands(line, context);
        return line.setParameterExceptionHandler(errors).setExecutionExceptionHandler(errors);
    }

    private static void addCommands(CommandLine line, CommandContext context) {
        line.addSubcommand(new DemoCommand(context));
        line.addSubcommand(new PubCommand(context));
        line.addSubcommand(new SubCommand(context));
        line.addSubcommand(new TailCommand(context));
        line.addSubcommand(new ListCommand(context));
        line.addSubcommand(new StatCommand(context));
        line.addSubcommand(new RemoveCommand(context));
        line.addSubcommand(new CleanCommand(context));
        line.addSubcommand(new DoctorCommand(context));
        line.addSubcommand(new PerfCommand());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given: give one of "
                + String.join(", ", spec.subcommands().keySet()));
    }

    /** Reads the version from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RondoCommand.class.getPackage().getImplementationVersion();
            return new String[]{"rondo " + (version == null ? "(not packaged)" : version)};
        }
    }
}
