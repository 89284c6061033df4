package io.rondo.broker.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import io.rondo.broker.stat.ChannelStatistics;
import io.rondo.broker.stat.StatisticsJson;
import io.rondo.broker.stat.StatisticsText;
import io.rondo.core.RondoException;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rondo ls}: lists the channels, also those that cannot be read. */
@Command(name = "ls", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists channels: kind, capacity, backlog in bytes, participants by pid, messages per second.")
final class ListCommand implements Callable<Integer> {
    private static final long INTERVAL_MILLIS = 200;

    private final CommandContext context;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    ListCommand(CommandContext context) {
        this.context = context;
    }

    /** A channel that is looked at twice, or what was in the way. */
    private static final class Entry implements AutoCloseable {
        private final String channel;
        private SegmentObserver observer;
        private ChannelStatistics.Sampler sampler;
        private ChannelStatistics statistics;
        private String error;

        Entry(ChannelStore store, String channel) {
            this.channel = channel;
            attempt(() -> {
                observer = store.observe(channel);
                sampler = new ChannelStatistics.Sampler(observer);
            });
        }

        void sample() {
            if (error == null) {
                attempt(() -> statistics = sampler.sample());
            }
        }

        private void attempt(Runnable look) {
            try {
                look.run();
            } catch (RondoException e) {
                error = e.getMessage();
            }
        }

        @Override
        public void close() {
            if (observer != null) {
                observer.close();
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        ChannelStore store = context.store();
        List<Entry> entries = new ArrayList<>();
        try {
            store.removeAbandoned();
            for (String channel : store.directory().channels()) {
                entries.add(new Entry(store, channel));
            }
            if (!entries.isEmpty()) {
                Nap.take(INTERVAL_MILLIS, context.stop());
            }
            entries.forEach(Entry::sample);
            // One that was removed meanwhile is no news.
            List<String> current = store.directory().channels();
            entries.removeIf(entry -> entry.error != null && !current.contains(entry.channel));
            new TextOutput(context.out()).print(json ? json(entries) : text(entries));
        } finally {
            entries.forEach(Entry::close);
        }
        return ExitCode.OK;
    }

    private static String json(List<Entry> entries) {
        JsonArray array = new JsonArray();
        for (Entry entry : entries) {
            array.add(entry.error == null
                    ? StatisticsJson.summary(entry.statistics)
                    : StatisticsJson.unreadable(entry.channel, entry.error));
        }
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(array) + "\n";
    }

    private static String text(List<Entry> entries) {
        StatisticsText.Listing listing = new StatisticsText.Listing();
        for (Entry entry : entries) {
            if (entry.error == null) {
                listing.add(entry.statistics);
            } else {
                listing.addUnreadable(entry.channel, entry.error);
            }
        }
        return listing.toString();
    }
}
