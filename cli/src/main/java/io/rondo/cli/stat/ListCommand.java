package io.rondo.cli.stat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import io.rondo.cli.option.ExistingChannel;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Nap;
import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.runtime.TextOutput;
import io.rondo.client.RondoException;
import io.rondo.client.socket.ListeningChannel;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelName;
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

    /** A channel that is sampled twice or described by its owner, or the error that prevents it. */
    private static final class Entry implements AutoCloseable {
        private final String channel;
        private SegmentObserver observer;
        private ChannelStatistics.Sampler sampler;
        private ChannelStatistics statistics;
        private ListeningChannel listening;
        private String lockHolder;
        private String error;

        Entry(String channel) {
            this.channel = channel;
        }

        static Entry ofSegment(ChannelStore store, String channel) {
            Entry entry = new Entry(channel);
            entry.attempt(() -> {
                entry.observer = store.observe(channel);
                entry.sampler = new ChannelStatistics.Sampler(entry.observer);
                entry.lockHolder = entry.observer.lockHolder();
            });
            return entry;
        }

        /** Has neither a description nor an error if there is no owner. */
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
            } catch (RondoException | SegmentException e) {
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
            SegmentException fault = addSegments(entries);
            addSockets(entries);
            if (fault != null && entries.isEmpty()) {
                throw fault;
            }
            if (fault != null) {
                ErrorReporter.print(spec.commandLine(),
                        "shared memory is unavailable, so only channels with a listening owner are listed: "
                                + fault.getMessage());
            }
            entries.sort(Comparator.comparing(entry -> entry.channel));
            new TextOutput(context.out()).print(json ? json(entries) : text(entries));
        } finally {
            entries.forEach(Entry::close);
        }
        return ExitCode.OK;
    }

    /** Returns the reason if shared memory is unavailable, otherwise null. */
    private SegmentException addSegments(List<Entry> entries) {
        ChannelStore store;
        try {
            store = context.store();
            store.removeAbandoned();
        } catch (SegmentException e) {
            e.rethrowUnless(SegmentException.Reason.UNAVAILABLE);
            return e;
        }
        for (String channel : store.directory().channels()) {
            // Response queues are parts of services.
            if (!ChannelName.isResponses(channel)) {
                entries.add(Entry.ofSegment(store, channel));
            }
        }
        if (!entries.isEmpty()) {
            Nap.take(INTERVAL_MILLIS, context.stop());
        }
        entries.forEach(Entry::sample);
        // A channel that was removed meanwhile is no error.
        List<String> current = store.directory().channels();
        entries.removeIf(entry -> entry.error != null && !current.contains(entry.channel));
        return null;
    }

    /** Adds channels of owners without a segment, or with a segment that this process cannot see. */
    private void addSockets(List<Entry> entries) {
        Set<String> listed = entries.stream().map(entry -> entry.channel).collect(Collectors.toSet());
        SocketObserver sockets;
        List<String> channels;
        try {
            sockets = context.sockets();
            channels = sockets.channels();
        } catch (RondoException e) {
            // No owner can listen in this directory.
            return;
        }
        for (String channel : channels) {
            if (!listed.contains(channel) && !ChannelName.isResponses(channel)) {
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
                        ? StatisticsJson.summary(entry.statistics, entry.lockHolder)
                        : StatisticsJson.full(entry.listening));
            }
        }
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(array) + "\n";
    }

    private String text(List<Entry> entries) {
        Terminal terminal = context.terminal();
        StatisticsText.Listing listing = new StatisticsText.Listing();
        for (Entry entry : entries) {
            if (entry.error != null) {
                listing.addUnreadable(entry.channel, entry.error);
            } else if (entry.listening != null) {
                listing.add(entry.listening);
            } else {
                listing.add(entry.statistics, entry.lockHolder);
            }
        }
        // Piped output keeps one line per channel.
        return listing.fit(terminal.output() ? terminal.columns() : Integer.MAX_VALUE);
    }
}
