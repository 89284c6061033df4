package io.rondo.cli.check;

import io.rondo.broker.status.BrokerStatus;
import io.rondo.broker.status.StatusJson;
import io.rondo.cli.option.DurationConverter;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.TextOutput;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.client.log.LogLocation;
import io.rondo.client.sequenced.BrokerClient;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Option;

/** {@code rondo check}: a plugin of Nagios, also for health checks of containers. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Checks the channels, the broker and the free space, as a plugin of Nagios.",
            "Prints one line with performance data. A recovery of the broker is no finding."},
        footer = {"", "Exit codes: 0 OK, 1 warning, 2 critical, 3 unknown, also for a wrong option."})
public final class CheckCommand implements Callable<Integer> {
    private static final double MILLIS_PER_SECOND = 1000;

    private final CommandContext context;

    @Option(names = "--warning-fill", paramLabel = "PERCENT", defaultValue = "80",
            description = "Used part of a channel, default ${DEFAULT-VALUE}.")
    private double warningFill;

    @Option(names = "--critical-fill", paramLabel = "PERCENT", defaultValue = "95",
            description = "Used part of a channel, default ${DEFAULT-VALUE}.")
    private double criticalFill;

    @Option(names = "--warning-space", paramLabel = "PERCENT", defaultValue = "10",
            description = "Free part of the file systems of channels and logs, default ${DEFAULT-VALUE}.")
    private double warningSpace;

    @Option(names = "--critical-space", paramLabel = "PERCENT", defaultValue = "5",
            description = "Free part of the file systems of channels and logs, default ${DEFAULT-VALUE}.")
    private double criticalSpace;

    @Option(names = "--warning-lag", paramLabel = "TIME", converter = DurationConverter.class,
            description = "Age of the oldest message that a durable subscription has not confirmed; no default.")
    private Duration warningLag;

    @Option(names = "--critical-lag", paramLabel = "TIME", converter = DurationConverter.class,
            description = "Age of the oldest message that a durable subscription has not confirmed; no default.")
    private Duration criticalLag;

    @Option(names = "--broker",
            description = "A broker must run. Without this option, only if there is a sequenced topic.")
    private boolean brokerRequired;

    @Option(names = "--probe",
            description = {"For a probe of one container among several: fill, space and lag have no critical limit, "
                    + "and the exit code of a warning is 0."})
    private boolean probe;

    @Option(names = "--timeout", paramLabel = "TIME", converter = DurationConverter.class, defaultValue = "5s",
            description = "Longest wait for the broker's answer, default ${DEFAULT-VALUE}.")
    private Duration timeout;

    /** Creates the command. */
    public CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        CheckReport report = new CheckReport();
        try {
            check(report);
        } catch (RondoException | SegmentException | IllegalArgumentException e) {
            report.add(Severity.UNKNOWN, e.getMessage());
        }
        new TextOutput(context.out()).print(report.line() + "\n");
        return probe && report.severity() == Severity.WARNING ? 0 : report.severity().exitCode();
    }

    private void check(CheckReport report) {
        ChannelStore store = context.store();
        Path directory = store.directory().path();
        DirectoryCheck channels = new DirectoryCheck(report, limits(warningFill, criticalFill, false),
                limits(warningSpace, criticalSpace, true));
        channels.channels(store);
        channels.space("channel_space", directory);
        Path logs = LogLocation.find();
        try {
            Optional<BrokerStatus> status = new BrokerClient(new BrokerFiles(directory)).status(timeout)
                    .map(StatusJson::parse);
            if (status.isPresent()) {
                BrokerCheck.check(report, status.get(), limits(seconds(warningLag), seconds(criticalLag), false));
                logs = Path.of(status.get().logs().directory());
            } else if (brokerRequired || channels.hasSequencedTopic()) {
                report.add(Severity.CRITICAL, "no broker runs in " + directory + ": start one with rondo broker");
            } else {
                report.summary("no broker");
            }
        } catch (UnavailableException e) {
            report.add(Severity.CRITICAL, e.getMessage());
        }
        channels.space("log_space", logs);
    }

    private Limits limits(Double warning, Double critical, boolean below) {
        return new Limits(warning, probe ? null : critical, below);
    }

    private static Double seconds(Duration time) {
        return time == null ? null : time.toMillis() / MILLIS_PER_SECOND;
    }

    /** Reports a wrong command line as a plugin does, on standard output. */
    public static IParameterExceptionHandler usageErrors(CommandContext context) {
        return (failure, _) -> {
            CommandLine command = failure.getCommandLine();
            new TextOutput(context.out()).print(CheckReport.line(Severity.UNKNOWN, failure.getMessage() + "; see '"
                    + command.getCommandSpec().qualifiedName() + " --help'") + "\n");
            return Severity.UNKNOWN.exitCode();
        };
    }
}
