package io.rondo.cli;

import io.rondo.cli.format.ByteOutput;
import io.rondo.cli.format.OutputFormat;
import io.rondo.client.MessageHandler;
import io.rondo.core.ring.Reader;
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
        description = "Shows a queue's unread messages, or a topic's from now on, without consuming them, and follows.")
final class TailCommand implements Callable<Integer> {
    private static final int BATCH = 1024;
    /** An observer holds no slot, so nobody would wake it. */
    private static final long NAP_MILLIS = 10;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ExistingChannel channel;

    @Option(names = "--no-follow", description = "End at what is the end when it begins.")
    private boolean noFollow;

    @Option(names = "--format", paramLabel = "lines|sofh|hex", converter = ChoiceConverter.Output.class,
            defaultValue = "lines", description = "As for sub (default: lines).")
    private OutputFormat format;

    private long lost;

    TailCommand(CommandContext context) {
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
        Reader reader = observer.newReader();
        MessageHandler handler = format.writer(output).handler();
        try {
            if (noFollow) {
                showUnread(observer, reader, handler);
            } else {
                follow(observer, reader, handler, output);
            }
        } finally {
            output.flush();
            reportLost(reader);
        }
    }

    /** What comes after it began is not shown: otherwise it might never end. */
    private void showUnread(SegmentObserver observer, Reader reader, MessageHandler handler) {
        long left = observer.identity().kind().isTopic() ? 0 : observer.backlog().messages();
        int count = 1;
        while (left > 0 && count > 0 && !context.stop().requested()) {
            count = reader.poll(handler, (int) Math.min(BATCH, left));
            left -= count;
        }
    }

    private void follow(SegmentObserver observer, Reader reader, MessageHandler handler, ByteOutput output)
            throws IOException {
        while (!context.stop().requested()) {
            // Asked first: what was published before the channel went is still shown.
            boolean current = observer.isCurrent();
            if (reader.poll(handler, BATCH) > 0) {
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

    private void reportLost(Reader reader) {
        long now = reader.lost();
        if (now > lost) {
            ErrorReporter.print(spec.commandLine(),
                    (now - lost) + " messages were overwritten before they could be shown");
            lost = now;
        }
    }
}
