package io.rondo.cli.stat;

import com.google.gson.JsonArray;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.Nap;
import io.rondo.cli.runtime.Terminal;
import io.rondo.client.RondoException;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.ChannelStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** All channels of the directories, also those that cannot be read. Confined to one thread. */
final class ChannelListing implements AutoCloseable {
    private final CommandContext context;
    private final CommandLine command;
    private final List<ListedChannel> channels = new ArrayList<>();
    private boolean reported;

    ChannelListing(CommandContext context, CommandLine command) {
        this.context = context;
        this.command = command;
    }

    /**
     * Looks which channels there are, and samples each over an interval. Channels that were listed before are kept open.
     *
     * @param millis the interval, unless there is no segment to sample
     * @throws SegmentException if shared memory is unavailable and no owner listens
     */
    void update(long millis) {
        SegmentException fault = null;
        try {
            updateSegments(millis);
        } catch (SegmentException e) {
            e.rethrowUnless(SegmentException.Reason.UNAVAILABLE);
            clear();
            fault = e;
        }
        addSockets();
        if (fault != null && channels.isEmpty()) {
            throw fault;
        }
        if (fault != null && !reported) {
            reported = true;
            ErrorReporter.print(command,
                    "shared memory is unavailable, so only channels with a listening owner are listed: "
                            + fault.getMessage());
        }
        channels.sort(Comparator.comparing(ListedChannel::name));
    }

    private void updateSegments(long millis) {
        ChannelStore store = context.store();
        store.removeAbandoned();
        removeAllBut(channels.stream().filter(ListedChannel::isCurrentSegment).toList());
        Set<String> listed = names();
        for (String name : store.directory().channels()) {
            // Response queues are parts of services.
            if (!listed.contains(name) && !ChannelName.isResponses(name)) {
                channels.add(ListedChannel.ofSegment(store, name));
            }
        }
        if (!channels.isEmpty()) {
            Nap.take(millis, context.stop());
        }
        channels.forEach(ListedChannel::sample);
        // A channel that was removed meanwhile is no error.
        List<String> current = store.directory().channels();
        removeAllBut(channels.stream().filter(channel -> channel.isReadable() || current.contains(channel.name()))
                .toList());
    }

    private void removeAllBut(List<ListedChannel> kept) {
        channels.stream().filter(channel -> !kept.contains(channel)).forEach(ListedChannel::close);
        channels.retainAll(kept);
    }

    private Set<String> names() {
        return channels.stream().map(ListedChannel::name).collect(Collectors.toSet());
    }

    /** Adds channels of owners without a segment, or with a segment that this process cannot see. */
    private void addSockets() {
        Set<String> listed = names();
        SocketObserver sockets;
        List<String> names;
        try {
            sockets = context.sockets();
            names = sockets.channels();
        } catch (RondoException e) {
            // No owner can listen in this directory.
            return;
        }
        for (String name : names) {
            if (!listed.contains(name) && !ChannelName.isResponses(name)) {
                ListedChannel channel = ListedChannel.ofSocket(sockets, name);
                if (channel != null) {
                    channels.add(channel);
                }
            }
        }
    }

    /** Returns the channels by name. */
    List<ListedChannel> channels() {
        return channels;
    }

    static JsonArray json(List<ListedChannel> channels) {
        JsonArray array = new JsonArray();
        channels.forEach(channel -> array.add(channel.json()));
        return array;
    }

    static String text(List<ListedChannel> channels, Terminal terminal) {
        StatisticsText.Listing listing = new StatisticsText.Listing();
        channels.forEach(channel -> channel.addTo(listing));
        // Piped output keeps one line per channel.
        return listing.fit(terminal.output() ? terminal.columns() : Integer.MAX_VALUE);
    }

    private void clear() {
        removeAllBut(List.of());
    }

    @Override
    public void close() {
        clear();
    }
}
