package io.rondo.cli.stat;

import com.google.gson.JsonObject;
import io.rondo.cli.option.ExistingChannel;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.client.RondoException;
import io.rondo.client.socket.ListeningChannel;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;

/**
 * A channel that is sampled, or that its owner describes, or the error that prevents both. Confined to one thread.
 */
final class ListedChannel implements AutoCloseable {
    private final String name;
    private SegmentObserver observer;
    private ChannelStatistics.Sampler sampler;
    private ChannelStatistics statistics;
    private ListeningChannel listening;
    private String lockHolder;
    private String error;

    private ListedChannel(String name) {
        this.name = name;
    }

    /** Takes the first sample. */
    static ListedChannel ofSegment(ChannelStore store, String name) {
        ListedChannel channel = new ListedChannel(name);
        channel.attempt(() -> {
            channel.observer = store.observe(name);
            channel.sampler = new ChannelStatistics.Sampler(channel.observer);
            channel.lockHolder = channel.observer.lockHolder();
        });
        return channel;
    }

    /** Returns null if no owner listens any more. */
    static ListedChannel ofSocket(SocketObserver sockets, String name) {
        ListedChannel channel = new ListedChannel(name);
        channel.attempt(() -> channel.listening = sockets.ask(name, ExistingChannel.OWNER_PATIENCE));
        return channel.listening == null && channel.error == null ? null : channel;
    }

    private void attempt(Runnable look) {
        try {
            look.run();
        } catch (RondoException | SegmentException e) {
            error = e.getMessage();
        } catch (InternalError e) {
            error = "channel " + name + ": " + ErrorReporter.missingPage(e);
        }
    }

    /** Takes another sample of a segment. */
    void sample() {
        if (sampler != null && error == null) {
            attempt(() -> statistics = sampler.sample());
        }
    }

    /** Whether this is the segment that has the channel's name now. */
    boolean isCurrentSegment() {
        return observer != null && error == null && observer.isCurrent();
    }

    String name() {
        return name;
    }

    boolean isReadable() {
        return error == null;
    }

    /** Messages per second of one role in the last interval; 0 if they are unknown. */
    long messagesPerSecond(Role role) {
        return error != null || statistics == null ? 0 : statistics.messagesPerSecond(role);
    }

    /** Bytes that are not confirmed; 0 if they are unknown. */
    long backlogBytes() {
        return error != null || statistics == null ? 0 : statistics.backlogBytes();
    }

    void addTo(StatisticsText.Listing listing) {
        if (error != null) {
            listing.addUnreadable(name, error);
        } else if (listening != null) {
            listing.add(listening);
        } else {
            listing.add(statistics, lockHolder);
        }
    }

    JsonObject json() {
        if (error != null) {
            return StatisticsJson.unreadable(name, error);
        }
        return listening == null ? StatisticsJson.summary(statistics, lockHolder) : StatisticsJson.full(listening);
    }

    @Override
    public void close() {
        if (observer != null) {
            observer.close();
        }
    }
}
