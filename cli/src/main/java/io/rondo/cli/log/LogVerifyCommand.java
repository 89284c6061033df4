package io.rondo.cli.log;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.rondo.broker.log.LogCheckpoint;
import io.rondo.cli.option.LogMixin;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.TextOutput;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogFinding;
import io.rondo.client.log.LogVerification;
import io.rondo.client.log.LogVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo log verify}: checks each record of a log. */
@Command(name = "verify", mixinStandardHelpOptions = true, sortOptions = false,
        description = {
            "Checks each record of a log, the order of the sequences and timestamps, the headers and the checkpoint.",
            "Prints a line for each finding: its class, the messages concerned, the file and the position."},
        footer = {"",
            "The exit code is 1 if something is damaged or missing. Gaps that the log states, an incomplete last record "
                    + "and files that recovery moved aside are printed, and are no failure."})
final class LogVerifyCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private LogMixin log;

    @Option(names = "--json", description = "Print a JSON object, of a directory of logs an array.")
    private boolean json;

    LogVerifyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<Path> logs = log.paths();
        boolean intact = true;
        JsonArray array = new JsonArray();
        StringBuilder text = new StringBuilder();
        for (Path path : logs) {
            LogDirectory files = new LogDirectory(path);
            LogVerification result = verify(path, files);
            String checkpoint = checkpointFault(files);
            boolean logIntact = result.isIntact() && checkpoint == null;
            intact &= logIntact;
            array.add(json(path, result, checkpoint, logIntact));
            text.append(logs.size() == 1 ? "" : path.getFileName() + ":\n").append(text(result, checkpoint, logIntact));
        }
        new TextOutput(context.out()).print(json ? LogText.print(array, !log.isDirectoryOfLogs()) : text.toString());
        return intact ? ExitCode.OK : ExitCode.FAILED;
    }

    private static LogVerification verify(Path path, LogDirectory files) {
        LogVerification result = LogVerifier.verify(files, bytes -> {
            // It is fast: the result is its only output.
        });
        if (result.files() == 0) {
            throw new LogException(Reason.MISSING,
                    "there is no log file in " + path + ": check the path, or record the channel first");
        }
        return result;
    }

    private static String checkpointFault(LogDirectory files) {
        try {
            long logId = LogSummary.logId(files);
            if (logId != 0) {
                LogCheckpoint.load(files, logId);
            }
            return null;
        } catch (LogException e) {
            return e.getMessage();
        }
    }

    private static String text(LogVerification result, String checkpoint, boolean intact) {
        StringBuilder text = new StringBuilder();
        for (LogFinding finding : result.findings()) {
            text.append(name(finding.kind())).append("  ").append(sequences(finding)).append(finding.file())
                    .append(": ")
                    .append(finding.text()).append('\n');
        }
        if (checkpoint != null) {
            text.append("checkpoint  ").append(checkpoint).append('\n');
        }
        return text.append(intact ? "ok: " : "damaged: ").append(result.messages()).append(" messages")
                .append(result.lastSequence() < result.firstSequence()
                        ? ""
                        : ", sequences " + result.firstSequence() + " to " + result.lastSequence())
                .append(", ").append(result.files()).append(result.files() == 1 ? " file, " : " files, ")
                .append(result.bytes()).append(" bytes\n").toString();
    }

    private static String name(LogFinding.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String sequences(LogFinding finding) {
        return finding.lastSequence() < finding.firstSequence()
                ? ""
                : "sequences " + finding.firstSequence() + " to " + finding.lastSequence() + ", ";
    }

    private static JsonObject json(Path path, LogVerification result, String checkpoint, boolean intact) {
        JsonObject object = new JsonObject();
        object.addProperty("directory", path.toString());
        object.addProperty("intact", intact);
        object.addProperty("files", result.files());
        object.addProperty("bytes", result.bytes());
        object.addProperty("messages", result.messages());
        object.addProperty("firstSequence", result.firstSequence());
        object.addProperty("lastSequence", result.lastSequence());
        JsonArray findings = new JsonArray();
        for (LogFinding finding : result.findings()) {
            findings.add(
                    finding(name(finding.kind()), finding.kind().isFailure(), finding.file(), finding.text(), finding));
        }
        if (checkpoint != null) {
            findings.add(finding("checkpoint", true, path.resolve(LogCheckpoint.FILE).toString(), checkpoint, null));
        }
        object.add("findings", findings);
        return object;
    }

    private static JsonObject finding(String kind, boolean failure, String file, String text, LogFinding range) {
        JsonObject object = new JsonObject();
        object.addProperty("kind", kind);
        object.addProperty("failure", failure);
        object.addProperty("file", file);
        if (range != null && range.lastSequence() >= range.firstSequence()) {
            object.addProperty("firstSequence", range.firstSequence());
            object.addProperty("lastSequence", range.lastSequence());
        }
        object.addProperty("text", text);
        return object;
    }
}
