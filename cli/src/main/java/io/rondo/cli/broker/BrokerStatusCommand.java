package io.rondo.cli.broker;

import io.rondo.broker.status.BrokerStatus;
import io.rondo.broker.status.StatusJson;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.runtime.TextOutput;
import io.rondo.client.UnavailableException;
import io.rondo.client.sequenced.BrokerClient;
import io.rondo.client.sequenced.BrokerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rondo broker status}: shows what the broker of the directory tells about itself. */
@Command(name = "status", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows the state of the broker: recovery, topics with rates since its start, logs, durable "
                + "subscriptions and alarms. Fails if no broker runs.")
public final class BrokerStatusCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CommandContext context;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    /** Creates the command. */
    public BrokerStatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = context.store().directory().path();
        BrokerStatus status = new BrokerClient(new BrokerFiles(directory)).status(PATIENCE)
                .map(BrokerStatusCommand::parse)
                .orElseThrow(() -> new UnavailableException("no broker runs in " + directory
                        + ": start one with rondo broker, or set RONDO_DIR to the directory of another one"));
        Terminal terminal = context.terminal();
        new TextOutput(context.out()).print(json
                ? StatusJson.pretty(status) + "\n"
                : BrokerStatusText.of(status, terminal.output() ? terminal.columns() : Integer.MAX_VALUE));
        return ExitCode.OK;
    }

    private static BrokerStatus parse(String json) {
        try {
            return StatusJson.parse(json);
        } catch (IllegalArgumentException e) {
            throw new UnavailableException(
                    "the broker has another version than this command: " + e.getMessage() + ": use the same", e);
        }
    }
}
