package io.rondo.cli.broker;

import io.rondo.broker.config.Configuration;
import io.rondo.broker.config.ConfigurationLoader;
import io.rondo.broker.config.InvalidConfigurationException;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.TextOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo broker}: sequences the topics of the directory until it is told to end. */
@Command(name = "broker", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Runs the broker of the directory of channels (RONDO_DIR), which sequenced topics need.",
            "Logs to standard error, also when it is ready. Creates the topics that clients ask for, and continues "
                    + "those that an earlier broker left. Records topics in RONDO_LOG_DIR (default: /var/lib/rondo for root, "
                    + "$XDG_STATE_HOME/rondo or ~/.local/state/rondo for others)."},
        footer = {"",
            "SIGINT and SIGTERM end the command after it has sequenced what was published, within rondo.drain.",
            "With --config, SIGHUP reads the file again and applies what can change: retention, access and recordings."})
public final class BrokerCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE",
            description = "Settings that differ from the defaults, in HOCON. RONDO_* environment variables win over it.")
    private Path file;

    @Option(names = "--check", description = "Print the settings in effect, or every error, and end.")
    private boolean check;

    /** Creates the command. */
    public BrokerCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        ConfigurationLoader loader = ConfigurationLoader.ofProcess();
        Configuration configuration;
        try {
            configuration = loader.load(file);
        } catch (InvalidConfigurationException e) {
            e.errors().forEach(error -> ErrorReporter.print(spec.commandLine(), error));
            return ExitCode.USAGE;
        }
        if (check) {
            loader.warnings().forEach(warning -> ErrorReporter.print(spec.commandLine(), warning));
            List<String> problems = configuration.settings().bridges().problems();
            if (!problems.isEmpty()) {
                problems.forEach(problem -> ErrorReporter.print(spec.commandLine(), problem));
                return ExitCode.USAGE;
            }
            new TextOutput(context.out()).print(configuration.render());
            return ExitCode.OK;
        }
        BrokerLogging.install(configuration.logging());
        new BrokerProcess(context.stop(), ServiceManager.ofProcess(), loader, file).run(configuration);
        return ExitCode.OK;
    }
}
