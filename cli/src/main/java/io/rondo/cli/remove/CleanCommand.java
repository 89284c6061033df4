package io.rondo.cli.remove;

import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.TextOutput;
import io.rondo.client.RondoException;
import io.rondo.client.connect.InternalFiles;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.segment.CleanResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rondo clean}: removes channels and files that no live process uses. */
@Command(name = "clean", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Removes channels without live participants, and files that killed processes left. Keeps queues with unread "
                + "messages, sequenced topics, which a broker continues, and files that cannot be read. Never removes logs. "
                + "Prints one line per file.")
public final class CleanCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--dry-run", description = "Remove nothing, only print what would be removed.")
    private boolean dryRun;

    @Option(names = "--all",
            description = "Remove also queues with unread messages, sequenced topics, and files that cannot be read.")
    private boolean all;

    public CleanCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<CleanResult> results = new ArrayList<>(context.store().clean(dryRun, all));
        addSockets(results);
        addInternalFiles(results);
        StringBuilder text = new StringBuilder();
        for (CleanResult result : results) {
            String verb = dryRun ? "would remove" : "removed";
            text.append(result.removed() ? verb : "kept").append(' ').append(result.name()).append(": ")
                    .append(result.reason()).append('\n');
        }
        new TextOutput(context.out()).print(text.toString());
        return ExitCode.OK;
    }

    /** Adds lock files and segment records that no process uses; used ones are not listed. */
    private void addInternalFiles(List<CleanResult> results) {
        InternalFiles files = context.internalFiles();
        for (String channel : files.channels()) {
            try {
                for (String file : files.removeStale(channel, dryRun)) {
                    results.add(new CleanResult(file, true, file.endsWith("@lock")
                            ? "left by a process that was killed"
                            : "its segment was removed"));
                }
            } catch (RondoException e) {
                results.add(new CleanResult(channel, false, e.getMessage()));
            }
        }
    }

    /** Adds sockets of dead owners; sockets of live owners are not listed. */
    private void addSockets(List<CleanResult> results) {
        SocketObserver sockets = context.sockets();
        for (String channel : sockets.channels()) {
            String name = sockets.path(channel).getFileName().toString();
            try {
                if (dryRun ? sockets.isStale(channel) : sockets.removeStale(channel)) {
                    results.add(new CleanResult(name, true, "its owner is gone"));
                }
            } catch (RondoException e) {
                results.add(new CleanResult(name, false, e.getMessage()));
            }
        }
    }
}
