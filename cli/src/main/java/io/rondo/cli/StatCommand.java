package io.rondo.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.rondo.cli.stat.ChannelStatistics;
import io.rondo.cli.stat.StatisticsJson;
import io.rondo.cli.stat.StatisticsText;
import io.rondo.client.socket.ListeningChannel;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo stat}: everything about one channel, once or every second. */
@Command(name = "stat", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows everything about one channel: identity, positions, backlog, participants and counters.")
final class StatCommand implements Callable<Integer> {
    private static final long FIRST_INTERVAL_MILLIS = 200;
    private static final long INTERVAL_MILLIS = 1000;

    private final CommandContext context;

    @Mixin
    private ExistingChannel channel;

    @Option(names = "--json", description = "Print a JSON object; with --watch, one per line.")
    private boolean json;

    @Option(names = "--watch", description = "Print again every second, until stopped or the channel is removed.")
    private boolean watch;

    StatCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        TextOutput output = new TextOutput(context.out());
        try {
            ListeningChannel listening = channel.ofOwner(context);
            if (listening == null) {
                showSegment(output);
            } else {
                showOwner(listening, output);
            }
        } finally {
            context.stop().acknowledge();
        }
        return ExitCode.OK;
    }

    private void showSegment(TextOutput output) throws IOException {
        try (SegmentObserver observer = channel.observe(context)) {
            ChannelStatistics.Sampler sampler = new ChannelStatistics.Sampler(observer);
            Nap.take(FIRST_INTERVAL_MILLIS, context.stop());
            boolean read = output.print(format(sampler.sample()));
            while (watch && read && !context.stop().requested()) {
                Nap.take(INTERVAL_MILLIS, context.stop());
                if (!observer.isCurrent()) {
                    channel.reportRemoved();
                    break;
                }
                read = output.print(again() + format(sampler.sample()));
            }
        }
    }

    private void showOwner(ListeningChannel first, TextOutput output) throws IOException {
        boolean read = output.print(format(first));
        while (watch && read && !context.stop().requested()) {
            Nap.take(INTERVAL_MILLIS, context.stop());
            ListeningChannel next = context.sockets().ask(channel.name(), ExistingChannel.OWNER_PATIENCE);
            if (next == null) {
                channel.reportRemoved();
                break;
            }
            read = output.print(again() + format(next));
        }
    }

    private String again() {
        return json ? "" : "\n";
    }

    private String format(ChannelStatistics statistics) {
        return json ? line(StatisticsJson.full(statistics)) : StatisticsText.full(statistics);
    }

    private String format(ListeningChannel listening) {
        return json ? line(StatisticsJson.full(listening)) : StatisticsText.full(listening);
    }

    private String line(JsonObject object) {
        GsonBuilder builder = new GsonBuilder().disableHtmlEscaping();
        Gson gson = watch ? builder.create() : builder.setPrettyPrinting().create();
        return gson.toJson(object) + "\n";
    }
}
