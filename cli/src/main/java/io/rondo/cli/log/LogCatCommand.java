package io.rondo.cli.log;

import io.rondo.cli.format.ByteOutput;
import io.rondo.cli.format.MessageWriter;
import io.rondo.cli.format.OutputFormat;
import io.rondo.cli.option.ChoiceConverter;
import io.rondo.cli.option.LogMixin;
import io.rondo.cli.option.LogRangeMixin;
import io.rondo.cli.runtime.ClosedOutput;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.client.MessageHandler;
import io.rondo.client.log.LogDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rondo log cat}: writes the messages of a log to standard output. */
@Command(name = "cat", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Writes the messages of a log to standard output; reports gaps on standard error.", footer = {"",
            "Ends with exit code 1 if a part of the log is damaged, after it has written the rest."})
final class LogCatCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LogMixin log;

    @Mixin
    private LogRangeMixin range;

    @Option(names = "--limit", paramLabel = "N", description = "End after this many messages.")
    private Long limit;

    @Option(names = "--format", paramLabel = "lines|sofh|hex", converter = ChoiceConverter.Output.class,
            defaultValue = "lines", description = "As for sub (default: lines).")
    private OutputFormat format;

    LogCatCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (limit != null && limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit is " + limit + ": give 0 or more messages");
        }
        ByteOutput output = new ByteOutput(context.out());
        try (LogSource source = new LogSource(new LogDirectory(log.onePath()), range.from(), range.to(),
                (first, last, reason) -> ErrorReporter.print(spec.commandLine(), LogText.gap(first, last, reason)),
                text -> ErrorReporter.print(spec.commandLine(), text))) {
            write(source, format.writer(output));
            output.flush();
            return source.isDamaged() ? ExitCode.FAILED : ExitCode.OK;
        } catch (IOException e) {
            return ClosedOutput.exitCode(e);
        } catch (UncheckedIOException e) {
            return ClosedOutput.exitCode(e.getCause());
        } finally {
            context.stop().acknowledge();
        }
    }

    private void write(LogSource source, MessageWriter writer) {
        MessageHandler handler = writer.handler();
        long remaining = limit == null ? Long.MAX_VALUE : limit;
        while (remaining > 0 && !context.stop().requested() && source.next(
                record -> handler.onMessage(record.payload(), 0, record.payload().capacity()))) {
            remaining--;
        }
    }
}
