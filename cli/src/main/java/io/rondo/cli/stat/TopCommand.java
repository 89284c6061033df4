package io.rondo.cli.stat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.TextOutput;
import io.rondo.core.segment.Role;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo top}: the busiest channels, every second. */
@Command(name = "top", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows all channels every second, the busiest first, in place on a terminal, until stopped: the "
                + "columns of ls, and the sums of all channels. Below them the bridges of the broker, if one runs.")
public final class TopCommand implements Callable<Integer> {
    private static final long FIRST_INTERVAL_MILLIS = 200;
    private static final long INTERVAL_MILLIS = 1000;
    private static final Comparator<ListedChannel> BUSIEST_FIRST = Comparator
            .comparingLong((ListedChannel channel) -> channel.messagesPerSecond(Role.PRODUCER)
                    + channel.messagesPerSecond(Role.CONSUMER))
            .thenComparingLong(ListedChannel::backlogBytes).reversed()
            .thenComparing(ListedChannel::name);

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--once", description = "Print one sample and end.")
    private boolean once;

    @Option(names = "--json",
            description = "Print one JSON object per line, with the time and the channels as ls shows them.")
    private boolean json;

    public TopCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        TextOutput output = new TextOutput(context.out());
        Screen screen = new Screen(context.terminal());
        BridgeListing bridges = new BridgeListing(context);
        try (ChannelListing listing = new ChannelListing(context, spec.commandLine())) {
            long interval = FIRST_INTERVAL_MILLIS;
            boolean read = true;
            while (read && !context.stop().requested()) {
                listing.update(interval);
                bridges.update();
                // The signal also ends the request to the broker: the sample has no bridges then.
                if (once || !context.stop().requested()) {
                    List<ListedChannel> channels = listing.channels().stream().sorted(BUSIEST_FIRST).toList();
                    read = output.print(json ? line(channels, bridges) : screen.show(text(channels, bridges))) && !once;
                }
                interval = INTERVAL_MILLIS;
            }
        } finally {
            context.stop().acknowledge();
        }
        return ExitCode.OK;
    }

    private static String line(List<ListedChannel> channels, BridgeListing bridges) {
        JsonObject object = new JsonObject();
        object.addProperty("time", Instant.now().toString());
        object.add("channels", ChannelListing.json(channels));
        object.add("bridges", bridges.json());
        return new GsonBuilder().disableHtmlEscaping().create().toJson(object) + "\n";
    }

    private String text(List<ListedChannel> channels, BridgeListing bridges) {
        return String.format(Locale.ROOT, "%s  channels %d  in %d/s  out %d/s  backlog %d bytes%n%n",
                Instant.now().truncatedTo(ChronoUnit.SECONDS), channels.size(), sum(channels, Role.PRODUCER),
                sum(channels, Role.CONSUMER),
                channels.stream().mapToLong(ListedChannel::backlogBytes).sum())
                + ChannelListing.text(channels, context.terminal()) + bridges.text(context.terminal());
    }

    private static long sum(List<ListedChannel> channels, Role role) {
        return channels.stream().mapToLong(channel -> channel.messagesPerSecond(role)).sum();
    }
}
