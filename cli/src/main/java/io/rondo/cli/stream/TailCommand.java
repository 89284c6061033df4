package io.rondo.cli.stream;

import io.rondo.cli.format.ByteOutput;
import io.rondo.cli.format.OutputFormat;
import io.rondo.cli.option.ChoiceConverter;
import io.rondo.cli.option.ExistingChannel;
import io.rondo.cli.runtime.ClosedOutput;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Nap;
import io.rondo.cli.runtime.Quantity;
import io.rondo.client.MessageHandler;
import io.rondo.codecs.dead.DeadLetterDecoder;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo tail}: writes messages to standard output and leaves them where they are. */
@Command(name = "tail", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows a queue's unread messages, those of a work queue that are not acknowledged, or a topic's from now "
                + "on, without consuming them, and follows.")
public final class TailCommand implements Callable<Integer> {
    private static final int BATCH = 1024;
    /** An observer holds no slot, so no producer wakes it. */
    private static final long NAP_MILLIS = 10;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ExistingChannel channel;

    @Option(names = "--no-follow", description = "Show the messages that are unread now, and end.")
    private boolean noFollow;

    @Option(names = "--format", paramLabel = "lines|sofh|hex", converter = ChoiceConverter.Output.class,
            defaultValue = "lines", description = "As for sub (default: lines).")
    private OutputFormat format;

    private long lost;

    public TailCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (SegmentObserver observer = channel.observe(context)) {
            ByteOutput output = new ByteOutput(context.out());
            try {
                show(observer, output);
                return ExitCode.OK;
            } catch (IOException e) {
                return ClosedOutput.exitCode(e);
            } catch (UncheckedIOException e) {
                return ClosedOutput.exitCode(e.getCause());
            }
        } finally {
            context.stop().acknowledge();
        }
    }

    private void show(SegmentObserver observer, ByteOutput output) throws IOException {
        RingReader reader = observer.newReader();
        MessageHandler handler = withoutPrefix(observer.identity(), writer(observer.identity(), output));
        try {
            if (noFollow) {
                showUnread(observer, reader, handler);
            } else {
                context.stop().watchOutput();
                explainFollowing(observer);
                follow(observer, reader, handler, output);
            }
        } finally {
            output.flush();
            reportLost(reader);
        }
    }

    private MessageHandler writer(Identity identity, ByteOutput output) {
        MessageHandler writer = format.writer(output).handler();
        boolean deadLetters = identity.schemaId() == DeadLetterDecoder.SCHEMA_ID && format == OutputFormat.LINES;
        return deadLetters ? new DeadLetterLines(writer) : writer;
    }

    /** The segments of a sequenced topic hold more than the messages. */
    private static MessageHandler withoutPrefix(Identity identity, MessageHandler handler) {
        if (!identity.sequenced()) {
            return handler;
        }
        int prefix = identity.kind().isTopic() ? SequencedLayout.EGRESS_PREFIX : SequencedLayout.INGRESS_PREFIX;
        return (buffer, offset, length) -> handler.onMessage(buffer, offset + prefix, Math.max(0, length - prefix));
    }

    /** Shows no message that is published after the start: otherwise it might never end. */
    private void showUnread(SegmentObserver observer, RingReader reader, MessageHandler handler) {
        long left = observer.identity().kind().isTopic() ? 0 : observer.backlog().messages();
        if (left == 0) {
            explainEmpty(observer);
        }
        int count = 1;
        while (left > 0 && count > 0 && !context.stop().requested()) {
            count = reader.forEach(handler::onMessage, (int) Math.min(BATCH, left));
            left -= count;
        }
    }

    private void explainFollowing(SegmentObserver observer) {
        if (context.terminal().errors()) {
            ErrorReporter.print(spec.commandLine(), "showing " + (observer.identity().kind().isTopic()
                    ? "messages of topic " + channel.name() + " from now on"
                    : "unread messages of " + observer.identity().channelKind() + " " + channel.name()
                            + " without consuming them")
                    + "; end with Ctrl-C");
        }
    }

    private void explainEmpty(SegmentObserver observer) {
        if (context.terminal().errors()) {
            ErrorReporter.print(spec.commandLine(), observer.identity().kind().isTopic()
                    ? "topic " + channel.name()
                            + " keeps no messages: leave out --no-follow to see those published from now on"
                    : observer.identity().channelKind() + " " + channel.name() + " has no unread messages");
        }
    }

    private void follow(SegmentObserver observer, RingReader reader, MessageHandler handler, ByteOutput output)
            throws IOException {
        while (!context.stop().requested()) {
            // Read first: messages that were published before the removal are still shown.
            boolean current = observer.isCurrent();
            if (reader.forEach(handler::onMessage, BATCH) > 0) {
                continue;
            }
            output.flush();
            reportLost(reader);
            if (!current) {
                channel.reportRemoved();
                return;
            }
            Nap.take(NAP_MILLIS, context.stop());
        }
    }

    private void reportLost(RingReader reader) {
        long now = reader.lost();
        if (now > lost) {
            ErrorReporter.print(spec.commandLine(),
                    Quantity.of(now - lost, "message") + " overwritten before "
                            + (now - lost == 1 ? "it was" : "they were") + " shown");
            lost = now;
        }
    }
}
