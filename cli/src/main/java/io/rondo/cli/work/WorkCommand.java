package io.rondo.cli.work;

import io.rondo.cli.option.ChannelMixin;
import io.rondo.cli.option.DurationConverter;
import io.rondo.cli.option.ShellCommandConverter;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.ShellCommand;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.LeaseLostException;
import io.rondo.client.RondoException;
import io.rondo.client.WorkMessage;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.core.layout.WorkEntryLayout;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rondo work}: runs a command for each message of a work queue. */
@Command(name = "work", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Consumes a work queue: runs a command for each message, one after another.", footer = {"",
            "The message is the standard input of the command. Exit code 0 acknowledges the message; any other one "
                    + "returns it, and a consumer receives it again. Start several of these commands to process messages in "
                    + "parallel. Ends with SIGINT or SIGTERM, which end the running command and return its message."})
public final class WorkCommand implements Callable<Integer> {
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ChannelMixin channel;

    @Option(names = "--exec", paramLabel = "CMD", required = true, converter = ShellCommandConverter.class,
            description = "The command, which /bin/sh runs for each message.")
    private String command;

    @Option(names = "--delay", paramLabel = "TIME", converter = DurationConverter.class,
            description = "A returned message is delivered again after this time at the earliest (default 1s).")
    private Duration delay = Duration.ofSeconds(1);

    @Option(names = "--dead-letters", paramLabel = "CHANNEL",
            description = "Queue for messages that were delivered --max-deliveries times (default CHANNEL.dead).")
    private String deadLetters;

    @Option(names = "--count", paramLabel = "N", description = "End after this many runs of the command.")
    private Long count;

    @Option(names = "--idle-exit", paramLabel = "TIME", converter = DurationConverter.class,
            description = "End when no message arrived for this long; with exit code 3 if --count was not reached.")
    private Duration idleExit;

    private long runs;

    /** Creates the command. */
    public WorkCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (count != null && count < 0) {
            throw new ParameterException(spec.commandLine(), "--count is " + count + ": give 0 or more runs");
        }
        if (delay.compareTo(Duration.ofNanos(WorkEntryLayout.MAX_DELAY_NANOS)) > 0) {
            throw new ParameterException(spec.commandLine(), "--delay is " + delay + ": give at most 24h");
        }
        try (ChannelAccess rondo = context.connect();
                WorkSubscriber subscriber = channel.workSubscriber(rondo, deadLetters)) {
            if (context.terminal().errors()) {
                ErrorReporter.print(spec.commandLine(), "working on " + channel.name() + ", end with Ctrl-C");
            }
            try {
                return work(subscriber);
            } catch (InterruptedWaitException e) {
                if (!context.stop().requested()) {
                    throw e;
                }
                return ExitCode.OK;
            } finally {
                context.stop().acknowledge();
            }
        }
    }

    private int work(WorkSubscriber subscriber) {
        long lastSeen = System.nanoTime();
        while ((count == null || runs < count) && !context.stop().requested()) {
            if (subscriber.receive(this::run, 1, slice(lastSeen)) > 0) {
                lastSeen = System.nanoTime();
            } else if (idleExit != null && idleExit.compareTo(idle(lastSeen)) <= 0) {
                return count == null ? ExitCode.OK : ExitCode.TIMED_OUT;
            }
        }
        return ExitCode.OK;
    }

    private static Duration idle(long since) {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private Duration slice(long lastSeen) {
        if (idleExit == null) {
            return SLICE;
        }
        Duration left = idleExit.minus(idle(lastSeen));
        return left.isNegative() ? Duration.ZERO : left.compareTo(SLICE) > 0 ? SLICE : left;
    }

    private void run(WorkMessage message) {
        byte[] input = new byte[message.length()];
        message.buffer().getBytes(message.offset(), input);
        int deliveries = message.deliveries();
        try {
            int code = exitCode(input);
            runs++;
            if (code == 0) {
                message.ack();
            } else {
                message.nack(delay);
                ErrorReporter.print(spec.commandLine(), "returned a message: the command ended with exit code " + code
                        + " at delivery " + deliveries);
            }
        } catch (LeaseLostException e) {
            ErrorReporter.print(spec.commandLine(), e.getMessage());
        } catch (IOException e) {
            throw new RondoException("cannot run /bin/sh: " + e.getMessage() + ": the message is returned", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            message.nack(Duration.ZERO);
        }
    }

    /** Runs the command with the output of this process. If the thread is interrupted, the command is ended. */
    private int exitCode(byte[] input) throws IOException, InterruptedException {
        Process process = ShellCommand.start(command, input, Redirect.INHERIT, Redirect.INHERIT);
        try {
            return process.waitFor();
        } finally {
            ShellCommand.end(process);
        }
    }
}
