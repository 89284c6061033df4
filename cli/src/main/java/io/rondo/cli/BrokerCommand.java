package io.rondo.cli;

import io.rondo.broker.Broker;
import io.rondo.broker.BrokerSettings;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rondo broker}: sequences the topics of the directory until it is told to end. */
@Command(name = "broker", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Runs the broker of the directory of channels, which sequenced topics need.",
            "Prints one line on standard error when it is ready. Creates the topics that clients ask for, and continues",
            "those that an earlier broker left."},
        footer = {"", "SIGINT and SIGTERM end the command after it has sequenced what was published, within 5 s."})
final class BrokerCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    BrokerCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Broker broker = Broker.start(BrokerSettings.of(context.config()))) {
            ErrorReporter.print(spec.commandLine(), "the broker of " + broker.directory() + " is ready, with "
                    + broker.topics() + (broker.topics() == 1 ? " topic" : " topics"));
            awaitStop();
        }
        return ExitCode.OK;
    }

    private void awaitStop() {
        CountDownLatch never = new CountDownLatch(1);
        while (!context.stop().requested()) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // The signal to stop.
            }
        }
        context.stop().acknowledge();
    }
}
