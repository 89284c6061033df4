package io.rondo.cli;

import io.rondo.cli.bridge.BridgeCommand;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
    private static final Set<String> OF_ALL_COMMANDS = Set.of("completion", "help");
    private static final Set<String> VERSION = Set.of("-V", "--version");

    @Spec
    private CommandSpec spec;

    private RondoCommand() {}

    /**
     * The command line, ready to execute {@code args}. It has all commands, unless the arguments begin with one that needs no
     * other, or ask for the version: reading the options of all commands takes most of the parsing.
     */
    public static CommandLine commandLine(CommandContext context, String... args) {
        ErrorReporter errors = new ErrorReporter(context.stop());
        CommandLine line = new CommandLine(new RondoCommand());
        Map<String, Supplier<Object>> commands = commands(context);
        if (args.length == 1 && VERSION.contains(args[0])) {
            commands.clear();
        } else if (args.length > 0 && commands.containsKey(args[0]) && !OF_ALL_COMMANDS.contains(args[0])) {
            commands.keySet().retainAll(Set.of(args[0]));
        }
        commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        IParameterExceptionHandler ofCheck = CheckCommand.usageErrors(context);
        return line.setExecutionExceptionHandler(errors).setParameterExceptionHandler((failure, arguments) -> {
            // The parser asks the handler of the top level only.
            boolean check = failure.getCommandLine().getCommand() instanceof CheckCommand;
            return (check ? ofCheck : errors).handleParseException(failure, arguments);
        });
    }

    private static Map<String, Supplier<Object>> commands(CommandContext context) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new DemoCommand(context));
        commands.put("pub", () -> new PubCommand(context));
        commands.put("sub", () -> new SubCommand(context));
        commands.put("tail", () -> new TailCommand(context));
        commands.put("serve", () -> new ServeCommand(context));
        commands.put("call", () -> new CallCommand(context));
        commands.put("work", () -> new WorkCommand(context));
        commands.put("ls", () -> new ListCommand(context));
        commands.put("stat", () -> new StatCommand(context));
        commands.put("top", () -> new TopCommand(context));
        commands.put("rm", () -> new RemoveCommand(context));
        commands.put("clean", () -> new CleanCommand(context));
        commands.put("doctor", () -> new DoctorCommand(context));
        commands.put("record", () -> new RecordCommand(context));
        commands.put("replay", () -> new ReplayCommand(context));
        commands.put("log", () -> LogCommand.commandLine(context));
        commands.put("broker",
                () -> new CommandLine(new BrokerCommand(context)).addSubcommand(new BrokerStatusCommand(context)));
        commands.put("bridge", () -> new BridgeCommand(context));
        commands.put("check", () -> new CheckCommand(context));
        commands.put("perf", PerfCommand::new);
        commands.put("completion", () -> new CompletionCommand(context));
        commands.put("help", HelpCommand::new);
        return commands;
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
