package io.rondo.cli;

import io.rondo.client.socket.SocketObserver;
import io.rondo.core.RondoException;
import io.rondo.core.segment.CleanResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rondo clean}: removes what no live participant uses. */
@Command(name = "clean", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Removes channels that nobody alive uses, but keeps queues with unread messages and what cannot be read, "
                + "and sockets of owners that are gone; "
                + "prints one line each.")
final class CleanCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--dry-run", description = "Remove nothing, only say what would be.")
    private boolean dryRun;

    @Option(names = "--all", description = "Remove also queues with unread messages, and what cannot be read.")
    private boolean all;

    CleanCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<CleanResult> results = new ArrayList<>(context.store().clean(dryRun, all));
        addSockets(results);
        StringBuilder text = new StringBuilder();
        for (CleanResult result : results) {
            String verb = dryRun ? "would remove" : "removed";
            text.append(result.removed() ? verb : "kept").append(' ').append(result.name()).append(": ")
                    .append(result.reason()).append('\n');
        }
        new TextOutput(context.out()).print(text.toString());
        return ExitCode.OK;
    }

    /** Sockets whose owner died; those of owners that live are not worth a word. */
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
