package io.rondo.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import io.rondo.cli.stat.ChannelStatistics;
import io.rondo.cli.stat.StatisticsJson;
import io.rondo.cli.stat.StatisticsText;
import io.rondo.client.socket.ListeningChannel;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.RondoException;
import io.rondo.core.UnavailableException;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo ls}: lists the channels, also those that cannot be read. */
@Command(name = "ls", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists channels: kind, capacity, backlog in bytes, participants by pid, messages per second.")
final class ListCommand implements Callable<Integer> {
    private static final long INTERVAL_MILLIS = 200;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    ListCommand(CommandContext context) {
        this.context = context;
    }

    /** A channel that is looked at twice, or described by its owner, or what was in the way. */
    private static final class Entry implements AutoCloseable {
        private final String channel;
        private SegmentObserver observer;
        private ChannelStatistics.Sampler sampler;
        private ChannelStatistics statistics;
        private ListeningChannel listening;
        private String error;

        Entry(String channel) {
            this.channel = channel;
        }

        static Entry ofSegment(ChannelStore store, String channel) {
            Entry entry = new Entry(channel);
            entry.attempt(() -> {
                entry.observer = store.observe(channel);
                entry.sampler = new ChannelStatistics.Sampler(entry.observer);
            });
            return entry;
        }

        /** Without owner there is neither description nor error. */
        static Entry ofSocket(SocketObserver sockets, String channel) {
            Entry entry = new Entry(channel);
            entry.attempt(() -> entry.listening = sockets.ask(channel, ExistingChannel.OWNER_PATIENCE));
            return entry;
        }

        void sample() {
            if (sampler != null && error == null) {
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
        List<Entry> entries = new ArrayList<>();
        try {
            RondoException fault = addSegments(entries);
            addSockets(entries);
            if (fault != null && entries.isEmpty()) {
                throw fault;
            }
            if (fault != null) {
                ErrorReporter.print(spec.commandLine(),
                        "shared memory is out of reach, so these are only the channels whose owners"
                                + " listen: " + fault.getMessage());
            }
            entries.sort(Comparator.comparing(entry -> entry.channel));
            new TextOutput(context.out()).print(json ? json(entries) : text(entries));
        } finally {
            entries.forEach(Entry::close);
        }
        return ExitCode.OK;
    }

    /** Returns why shared memory is out of reach, if it is. */
    private RondoException addSegments(List<Entry> entries) {
        ChannelStore store;
        try {
            store = context.store();
            store.removeAbandoned();
        } catch (UnavailableException e) {
            return e;
        }
        for (String channel : store.directory().channels()) {
            entries.add(Entry.ofSegment(store, channel));
        }
        if (!entries.isEmpty()) {
            Nap.take(INTERVAL_MILLIS, context.stop());
        }
        entries.forEach(Entry::sample);
        // One that was removed meanwhile is no news.
        List<String> current = store.directory().channels();
        entries.removeIf(entry -> entry.error != null && !current.contains(entry.channel));
        return null;
    }

    /** Those whose owner has no segment, or none that can be seen from here. */
    private void addSockets(List<Entry> entries) {
        Set<String> listed = entries.stream().map(entry -> entry.channel).collect(Collectors.toSet());
        SocketObserver sockets;
        List<String> channels;
        try {
            sockets = context.sockets();
            channels = sockets.channels();
        } catch (RondoException e) {
            // Nobody listens where nobody can.
            return;
        }
        for (String channel : channels) {
            if (!listed.contains(channel)) {
                Entry entry = Entry.ofSocket(sockets, channel);
                if (entry.listening != null || entry.error != null) {
                    entries.add(entry);
                }
            }
        }
    }

    private static String json(List<Entry> entries) {
        JsonArray array = new JsonArray();
        for (Entry entry : entries) {
            if (entry.error != null) {
                array.add(StatisticsJson.unreadable(entry.channel, entry.error));
            } else {
                array.add(entry.listening == null
                        ? StatisticsJson.summary(entry.statistics)
                        : StatisticsJson.full(entry.listening));
            }
        }
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(array) + "\n";
    }

    private static String text(List<Entry> entries) {
        StatisticsText.Listing listing = new StatisticsText.Listing();
        for (Entry entry : entries) {
            if (entry.error != null) {
                listing.addUnreadable(entry.channel, entry.error);
            } else if (entry.listening != null) {
                listing.add(entry.listening);
            } else {
                listing.add(entry.statistics);
            }
        }
        return listing.toString();
    }
}
