package io.rondo.cli.stream;

import io.rondo.cli.format.ByteOutput;
import io.rondo.cli.format.OutputFormat;
import io.rondo.cli.option.ChannelMixin;
import io.rondo.cli.option.ChoiceConverter;
import io.rondo.cli.option.DurationConverter;
import io.rondo.cli.option.StartPositionConverter;
import io.rondo.cli.option.SubscriptionNameConverter;
import io.rondo.cli.runtime.ClosedOutput;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Quantity;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.MessageHandler;
import io.rondo.client.RondoException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.StartPosition;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.connect.ChannelAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rondo sub}: writes the messages it consumes to standard output. */
@Command(name = "sub", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Consumes messages and writes them to standard output.")
public final class SubCommand implements Callable<Integer> {
    private static final int BATCH = 1024;
    private static final Duration LONG_WAIT = Duration.ofHours(1);
    /** Longest wait before the owner is looked for again. */
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ChannelMixin channel;

    @Option(names = "--format", paramLabel = "lines|sofh|hex", converter = ChoiceConverter.Output.class,
            defaultValue = "lines",
            description = "lines (default): each message and a newline; sofh: Simple Open Framing Header frames; "
                    + "hex: one message per line in hexadecimal.")
    private OutputFormat format;

    @Option(names = "--count", paramLabel = "N", description = "End after this many messages.")
    private Long count;

    @Option(names = "--idle-exit", paramLabel = "TIME", converter = DurationConverter.class,
            description = "End when no message arrived for this long, such as 500ms or 2s; "
                    + "with exit code 3 if --count was not reached.")
    private Duration idleExit;

    @Option(names = "--slow", paramLabel = "block|drop-oldest|evict", converter = ChoiceConverter.Slow.class,
            description = "When this consumer of a topic does not keep up: the publisher waits (block, default); the consumer "
                    + "loses the oldest messages, and their number is reported (drop-oldest); the consumer is evicted "
                    + "and this command fails (evict). With the latter two, a channel that is created is a topic.")
    private SlowConsumer slow;

    @Option(names = "--from", paramLabel = "earliest|latest|SEQ|TIME", converter = StartPositionConverter.class,
            description = "First message of a sequenced topic: the oldest that is available, a new one (latest, default), "
                    + "the one with a sequence, or the first from a time on, such as 2026-11-21T10:00:00Z.")
    private StartPosition from;

    @Option(names = "--durable", paramLabel = "NAME", converter = SubscriptionNameConverter.class,
            description = "Continue a recorded sequenced topic behind the last message that was written under this name, also "
                    + "after a crash; --from applies to a new name.")
    private String durable;

    private long lost;
    private long consumed;

    public SubCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (count != null && count < 0) {
            throw new ParameterException(spec.commandLine(), "--count is " + count + ": give 0 or more messages");
        }
        try (ChannelAccess rondo = context.connect();
                Subscriber subscriber = channel.subscriber(rondo, slow, from, durable)) {
            ByteOutput output = new ByteOutput(context.out());
            context.stop().watchOutput();
            new AttachNotice(spec.commandLine(), context).consuming(subscriber, "end with Ctrl-C");
            try {
                return consume(subscriber, output);
            } catch (ChannelRemovedException e) {
                throw new RondoException("channel " + channel.name() + " was removed by another process: wrote "
                        + Quantity.of(consumed, "message") + AttachNotice.lost(e.unreadMessages())
                        + ": run sub again", e);
            } catch (IOException e) {
                return ClosedOutput.exitCode(e);
            } catch (UncheckedIOException e) {
                return ClosedOutput.exitCode(e.getCause());
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

    private int consume(Subscriber subscriber, ByteOutput output) throws IOException {
        try {
            MessageHandler handler = format.writer(output).handler();
            return consume(subscriber, output, durable == null ? handler : flushing(handler, output));
        } finally {
            output.flush();
            reportLost(subscriber);
        }
    }

    /** The poll confirms what its handler has seen, so that must have been written. */
    private static MessageHandler flushing(MessageHandler handler, ByteOutput output) {
        return (buffer, offset, length) -> {
            handler.onMessage(buffer, offset, length);
            try {
                output.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private int consume(Subscriber subscriber, ByteOutput output, MessageHandler handler) throws IOException {
        OwnerNotice owner = new OwnerNotice(spec.commandLine(), context, subscriber.channel(),
                OwnerNotice.PRODUCER);
        long remaining = count == null ? Long.MAX_VALUE : count;
        long lastSeen = System.nanoTime();
        while (remaining > 0 && !context.stop().requested()) {
            int limit = (int) Math.min(BATCH, remaining);
            int received = subscriber.poll(handler, limit);
            if (received == 0) {
                // The reader of the output sees every message before this process sleeps.
                output.flush();
                reportLost(subscriber);
                received = subscriber.receive(handler, limit, slice(patience(lastSeen)));
            }
            if (received > 0) {
                remaining -= received;
                consumed += received;
                lastSeen = System.nanoTime();
                owner.connected();
                continue;
            }
            lookForOwner(subscriber, owner);
            if (idleExit != null && patience(lastSeen).isZero()) {
                return count == null ? ExitCode.OK : ExitCode.TIMED_OUT;
            }
        }
        return ExitCode.OK;
    }

    /** Reports a topic's producer that does not listen. */
    private static void lookForOwner(Subscriber subscriber, OwnerNotice owner) {
        if (!owner.isDue()) {
            return;
        }
        if (subscriber.producers() > 0) {
            owner.connected();
        } else if (subscriber.transport() == Transport.SHM || owner.isListening()) {
            // This process owns the queue, or the owner is stopped and does not answer.
            owner.postpone();
        } else {
            owner.missing();
        }
    }

    private static Duration slice(Duration patience) {
        return patience.compareTo(SLICE) > 0 ? SLICE : patience;
    }

    private void reportLost(Subscriber subscriber) {
        long now = subscriber.lost();
        if (now > lost) {
            ErrorReporter.print(spec.commandLine(), Quantity.of(now - lost, "message") + " overwritten before "
                    + (now - lost == 1 ? "it was" : "they were") + " read");
            lost = now;
        }
    }

    /** Time left to wait for a message. */
    private Duration patience(long lastSeen) {
        if (idleExit == null) {
            return LONG_WAIT;
        }
        Duration left = idleExit.minusNanos(System.nanoTime() - lastSeen);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
