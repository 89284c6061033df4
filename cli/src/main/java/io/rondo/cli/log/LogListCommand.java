package io.rondo.cli.log;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.rondo.cli.option.LogDirectoryMixin;
import io.rondo.cli.option.LogPaths;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Table;
import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.runtime.TextOutput;
import io.rondo.client.log.LogException;
import io.rondo.core.SegmentException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo log ls}: lists the logs of the log directory, also those that cannot be read. */
@Command(name = "ls", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the logs of the log directory: first and last sequence, bytes, times, durability, and whether "
                + "a process writes it.")
final class LogListCommand implements Callable<Integer> {
    private static final String NONE = "-";

    private final CommandContext context;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR",
            description = "Directory of the logs, the same as --log-dir.")
    private Path path;

    @Mixin
    private LogDirectoryMixin directory;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    LogListCommand(CommandContext context) {
        this.context = context;
    }

    /** Either the summary or the error is null. */
    private record Entry(String channel, LogSummary summary, String error) {
        static Entry of(Path log) {
            String channel = log.getFileName().toString();
            try {
                return new Entry(channel, LogSummary.of(log), null);
            } catch (LogException | SegmentException e) {
                return new Entry(channel, null, e.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        List<Entry> entries = logs().stream().map(Entry::of).toList();
        new TextOutput(context.out()).print(json ? json(entries) : text(entries));
        return ExitCode.OK;
    }

    private List<Path> logs() throws IOException {
        Path logs = path == null ? directory.path() : path.toAbsolutePath().normalize();
        try {
            return LogPaths.in(logs);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no log directory " + logs
                    + ": record a channel first, or give another one (--log-dir, RONDO_LOG_DIR)", e);
        }
    }

    private static String json(List<Entry> entries) {
        JsonArray array = new JsonArray();
        for (Entry entry : entries) {
            if (entry.summary != null) {
                array.add(entry.summary.json());
            } else {
                JsonObject object = new JsonObject();
                object.addProperty("channel", entry.channel);
                object.addProperty("error", entry.error);
                array.add(object);
            }
        }
        return LogText.print(array);
    }

    private String text(List<Entry> entries) {
        Table table = new Table(Set.of(1, 2, 3, 4), "CHANNEL", "FIRST", "LAST", "FILES", "BYTES", "DURABILITY",
                "WRITTEN",
                "FROM", "TO");
        for (Entry entry : entries) {
            LogSummary log = entry.summary;
            if (log == null) {
                table.row(entry.channel, entry.error);
                continue;
            }
            boolean empty = log.lastSequence() < log.firstSequence();
            table.row(entry.channel, empty ? NONE : Long.toString(log.firstSequence()),
                    empty ? NONE : Long.toString(log.lastSequence()), Integer.toString(log.files()),
                    LogText.size(log.bytes()), log.durability(), log.written() ? "yes" : "no",
                    time(log.firstTimestamp()), time(log.lastTimestamp()));
        }
        Terminal terminal = context.terminal();
        return table.fit(terminal.output() ? terminal.columns() : Integer.MAX_VALUE, 1);
    }

    private static String time(long timestamp) {
        return timestamp == 0 ? NONE : LogText.time(timestamp);
    }
}
