package io.rondo.cli.stat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.rondo.cli.option.ExistingChannel;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Nap;
import io.rondo.cli.runtime.TextOutput;
import io.rondo.client.socket.ListeningChannel;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo stat}: all figures of one channel, once or every second. */
@Command(name = "stat", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows all figures of one channel: identity, positions, backlog, participants and counters; of a "
                + "sequenced topic also its publishers, its durability, its log and its durable subscriptions.")
public final class StatCommand implements Callable<Integer> {
    private static final long FIRST_INTERVAL_MILLIS = 200;
    private static final long INTERVAL_MILLIS = 1000;

    private final CommandContext context;

    @Mixin
    private ExistingChannel channel;

    @Option(names = "--json", description = "Print a JSON object; with --watch, one per line.")
    private boolean json;

    @Option(names = "--watch",
            description = "Repeat every second, in place on a terminal, until stopped or the channel is removed.")
    private boolean watch;

    public StatCommand(CommandContext context) {
        this.context = context;
    }

    private Screen screen;

    @Override
    public Integer call() throws IOException {
        TextOutput output = new TextOutput(context.out());
        screen = new Screen(context.terminal());
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
        try (SegmentObserver observer = channel.observe(context);
                SequencedObserver topic = SequencedObserver.of(observer, context.store())) {
            ChannelStatistics.Sampler sampler = new ChannelStatistics.Sampler(observer);
            Nap.take(FIRST_INTERVAL_MILLIS, context.stop());
            boolean read = output.print(format(sampler.sample(), topic));
            while (watch && read && !context.stop().requested()) {
                Nap.take(INTERVAL_MILLIS, context.stop());
                if (!observer.isCurrent()) {
                    channel.reportRemoved();
                    break;
                }
                read = output.print(format(sampler.sample(), topic));
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
            read = output.print(format(next));
        }
    }

    /** The topic is null for a plain channel. */
    private String format(ChannelStatistics statistics, SequencedObserver topic) {
        SequencedStatistics sequenced = topic == null ? null : topic.sample();
        MessageLengths.Responses responses = MessageLengths.responses(context.store(), statistics.identity());
        return json
                ? line(StatisticsJson.full(statistics, sequenced, responses))
                : text(StatisticsText.full(statistics, sequenced, responses, context.terminal().columns()));
    }

    private String format(ListeningChannel listening) {
        return json
                ? line(StatisticsJson.full(listening))
                : text(StatisticsText.full(listening, context.terminal().columns()));
    }

    private String text(String figures) {
        return watch ? screen.show(figures) : figures;
    }

    private String line(JsonObject object) {
        GsonBuilder builder = new GsonBuilder().disableHtmlEscaping();
        Gson gson = watch ? builder.create() : builder.setPrettyPrinting().create();
        return gson.toJson(object) + "\n";
    }
}
