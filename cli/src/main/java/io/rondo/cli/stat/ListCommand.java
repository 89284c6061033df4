package io.rondo.cli.stat;

import com.google.gson.GsonBuilder;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.TextOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo ls}: lists channels, also those that cannot be read. */
@Command(name = "ls", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists channels: kind, capacity, backlog in bytes, participants by pid, messages per second, "
                + "and the participant that holds others up.")
public final class ListCommand implements Callable<Integer> {
    private static final long INTERVAL_MILLIS = 200;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    public ListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (ChannelListing listing = new ChannelListing(context, spec.commandLine())) {
            listing.update(INTERVAL_MILLIS);
            List<ListedChannel> channels = listing.channels();
            new TextOutput(context.out()).print(json
                    ? new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create()
                            .toJson(ChannelListing.json(channels)) + "\n"
                    : ChannelListing.text(channels, context.terminal()));
            if (channels.isEmpty()) {
                explainMissing(context.store().directory().path());
            }
        }
        return ExitCode.OK;
    }

    /** An empty listing may be that of a misspelt directory. */
    private void explainMissing(Path directory) {
        if (Files.notExists(directory)) {
            ErrorReporter.print(spec.commandLine(), "the directory " + directory
                    + " does not exist: open a channel, which creates it, or set RONDO_DIR to the one of the channels");
        }
    }
}
