package io.rondo.cli.log;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.rondo.broker.log.LogCheckpoint;
import io.rondo.cli.option.LogMixin;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Table;
import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.runtime.TextOutput;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogFileSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo log info}: one log in detail. */
@Command(name = "info", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows one log in detail: its files, indexes, gaps and checkpoint. Reads the whole log.")
final class LogInfoCommand implements Callable<Integer> {
    private static final String NONE = "-";

    private final CommandContext context;

    @Mixin
    private LogMixin log;

    @Option(names = "--json", description = "Print a JSON object, of a directory of logs an array.")
    private boolean json;

    LogInfoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<Path> logs = log.paths();
        JsonArray array = new JsonArray();
        StringBuilder text = new StringBuilder();
        for (Path path : logs) {
            LogSummary summary = LogSummary.of(path);
            LogDirectory directory = new LogDirectory(path);
            LogFileSet set = new LogFileSet(directory.names());
            List<LogFileDetails> files = set.files().stream().map(name -> LogFileDetails.of(directory, name, set))
                    .filter(Objects::nonNull).toList();
            String checkpoint = checkpoint(directory, summary);
            array.add(json(summary, files, checkpoint));
            text.append(text.isEmpty() ? "" : "\n").append(text(summary, files, checkpoint));
        }
        new TextOutput(context.out()).print(json ? LogText.print(array, !log.isDirectoryOfLogs()) : text.toString());
        return ExitCode.OK;
    }

    private static String checkpoint(LogDirectory directory, LogSummary summary) {
        try {
            if (!directory.names().contains(LogCheckpoint.FILE)) {
                return "none";
            }
            LogCheckpoint checkpoint = LogCheckpoint.load(directory, summary.header().logId());
            return "up to sequence " + checkpoint.lastSequence() + ", " + checkpoint.publishers() + " publishers";
        } catch (LogException e) {
            return e.getMessage();
        }
    }

    private String text(LogSummary summary, List<LogFileDetails> files, String checkpoint) {
        StringBuilder text = new StringBuilder();
        line(text, "log", summary.directory().toString());
        line(text, "channel", summary.header().channel());
        line(text, "id", Long.toHexString(summary.header().logId()));
        line(text, "schema", summary.header().schemaId() == 0
                ? "any"
                : summary.header().schemaId() + ", version " + summary.header().schemaVersion());
        line(text, "durability", summary.durability());
        line(text, "written", summary.written() ? "yes, a process writes it now" : "no");
        line(text, "sequences", summary.lastSequence() < summary.firstSequence()
                ? "none, the next is " + (summary.lastSequence() + 1)
                : summary.firstSequence() + " to " + summary.lastSequence());
        line(text, "messages", Long.toString(files.stream().mapToLong(LogFileDetails::messages).sum()));
        line(text, "checkpoint", checkpoint);
        files.stream().flatMap(file -> file.gaps().stream())
                .forEach(gap -> line(text, "gap", LogText.gap(gap.first(), gap.last(), gap.reason())));
        Table table = new Table(Set.of(1, 2, 3, 4, 5), "FILE", "FIRST", "LAST", "BYTES", "USED", "INDEX", "STATE",
                "FROM",
                "TO");
        for (LogFileDetails file : files) {
            table.row(file.name().file(), Long.toString(file.name().baseSequence()),
                    file.lastSequence() < file.name().baseSequence() ? NONE : Long.toString(file.lastSequence()),
                    LogText.size(file.length()), Long.toString(file.used()),
                    file.indexEntries() < 0 ? NONE : Long.toString(file.indexEntries()), file.state(),
                    time(file.firstTimestamp()), time(file.lastTimestamp()));
        }
        Terminal terminal = context.terminal();
        return text.append('\n').append(table.fit(terminal.output() ? terminal.columns() : Integer.MAX_VALUE, 1))
                .toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append("%-12s %s%n".formatted(key, value));
    }

    private static String time(long timestamp) {
        return timestamp == 0 ? NONE : LogText.time(timestamp);
    }

    private static JsonObject json(LogSummary summary, List<LogFileDetails> files, String checkpoint) {
        JsonObject object = summary.json();
        object.addProperty("id", Long.toHexString(summary.header().logId()));
        JsonObject schema = new JsonObject();
        schema.addProperty("id", summary.header().schemaId());
        schema.addProperty("version", summary.header().schemaVersion());
        object.add("schema", schema);
        object.addProperty("messages", files.stream().mapToLong(LogFileDetails::messages).sum());
        object.addProperty("checkpoint", checkpoint);
        JsonArray gaps = new JsonArray();
        files.stream().flatMap(file -> file.gaps().stream()).forEach(gap -> {
            JsonObject each = new JsonObject();
            each.addProperty("firstSequence", gap.first());
            each.addProperty("lastSequence", gap.last());
            each.addProperty("reason", gap.reason().name().toLowerCase(Locale.ROOT));
            gaps.add(each);
        });
        object.add("gaps", gaps);
        JsonArray array = new JsonArray();
        files.forEach(file -> array.add(json(file)));
        object.add("fileList", array);
        return object;
    }

    private static JsonObject json(LogFileDetails file) {
        JsonObject object = new JsonObject();
        object.addProperty("file", file.name().file());
        object.addProperty("firstSequence", file.name().baseSequence());
        object.addProperty("lastSequence", file.lastSequence());
        object.addProperty("messages", file.messages());
        object.addProperty("bytes", file.length());
        object.addProperty("usedBytes", file.used());
        if (file.indexEntries() >= 0) {
            object.addProperty("indexEntries", file.indexEntries());
        }
        object.addProperty("state", file.state());
        return object;
    }
}
