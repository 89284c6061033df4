package io.rondo.cli;

import io.rondo.cli.broker.BrokerCommand;
import io.rondo.cli.broker.BrokerStatusCommand;
import io.rondo.cli.check.CheckCommand;
import io.rondo.cli.doctor.DoctorCommand;
import io.rondo.cli.log.LogCommand;
import io.rondo.cli.record.RecordCommand;
import io.rondo.cli.remove.CleanCommand;
import io.rondo.cli.remove.RemoveCommand;
import io.rondo.cli.replay.ReplayCommand;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.service.CallCommand;
import io.rondo.cli.service.ServeCommand;
import io.rondo.cli.stat.ListCommand;
import io.rondo.cli.stat.StatCommand;
import io.rondo.cli.stat.TopCommand;
import io.rondo.cli.stream.PubCommand;
import io.rondo.cli.stream.SubCommand;
import io.rondo.cli.stream.TailCommand;
import io.rondo.cli.work.WorkCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
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
public final class RondoCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private RondoCommand() {}

    /** The whole command line, ready to execute. */
    public static CommandLine commandLine(CommandContext context) {
        ErrorReporter errors = new ErrorReporter(context.stop());
        CommandLine line = new CommandLine(new RondoCommand());
        addCommands(line, context);
        IParameterExceptionHandler ofCheck = CheckCommand.usageErrors(context);
        return line.setExecutionExceptionHandler(errors).setParameterExceptionHandler((failure, args) -> {
            // The parser asks the handler of the top level only.
            boolean check = failure.getCommandLine().getCommand() instanceof CheckCommand;
            return (check ? ofCheck : errors).handleParseException(failure, args);
        });
    }

    private static void addCommands(CommandLine line, CommandContext context) {
        line.addSubcommand(new DemoCommand(context));
        line.addSubcommand(new PubCommand(context));
        line.addSubcommand(new SubCommand(context));
        line.addSubcommand(new TailCommand(context));
        line.addSubcommand(new ServeCommand(context));
        line.addSubcommand(new CallCommand(context));
        line.addSubcommand(new WorkCommand(context));
        line.addSubcommand(new ListCommand(context));
        line.addSubcommand(new StatCommand(context));
        line.addSubcommand(new TopCommand(context));
        line.addSubcommand(new RemoveCommand(context));
        line.addSubcommand(new CleanCommand(context));
        line.addSubcommand(new DoctorCommand(context));
        line.addSubcommand(new RecordCommand(context));
        line.addSubcommand(new ReplayCommand(context));
        line.addSubcommand(LogCommand.commandLine(context));
        line.addSubcommand(new CommandLine(new BrokerCommand(context)).addSubcommand(new BrokerStatusCommand(context)));
        line.addSubcommand(new CheckCommand(context));
        line.addSubcommand(new PerfCommand());
        line.addSubcommand(new CompletionCommand(context));
        line.addSubcommand(new HelpCommand());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given: give one of "
                + String.join(", ", spec.subcommands().keySet()));
    }

    /** Reads the version from the jar's manifest. */
    public static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RondoCommand.class.getPackage().getImplementationVersion();
            return new String[]{"rondo " + (version == null ? "(not packaged)" : version)};
        }
    }
}
