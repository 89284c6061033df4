package io.rondo.client.socket.owner;

import io.netty.channel.EventLoop;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.SlowConsumer;
import io.rondo.codecs.session.Hello;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The subscribers of a topic, including those that may reconnect. Confined to the event loop. */
final class SubscriberRegistry {
    /**
     * The time in which a disconnected subscriber can reconnect without loss. Until then it blocks a topic as a
     * connected one does.
     */
    private static final long GRACE_MILLIS = 1_000;

    private final EventLoop eventLoop;
    private final int maxSubscribers;
    private final Set<TopicSender> all = new LinkedHashSet<>();
    /** The subscribers that can reconnect. */
    private final Map<Long, TopicSender> byId = new HashMap<>();
    /** Disconnected subscribers and their timeouts, in the order of their disconnection. */
    private final Map<TopicSender, Future<?>> disconnected = new LinkedHashMap<>();

    /**
     * Creates an empty registry.
     *
     * @param maxSubscribers the most subscribers, including disconnected ones
     */
    SubscriberRegistry(EventLoop eventLoop, int maxSubscribers) {
        this.eventLoop = eventLoop;
        this.maxSubscribers = maxSubscribers;
    }

    /** Finds the sender of a reconnecting subscriber and closes its earlier connection; null if there is none. */
    TopicSender resume(Hello hello) {
        TopicSender sender = byId.get(hello.publisherId());
        if (sender == null) {
            return null;
        }
        if (sender.connection() != null) {
            sender.connection().close(null);
        }
        if (sender.isClosed() || !hello.resume()) {
            close(hello.publisherId(), sender);
            return null;
        }
        Future<?> timeout = disconnected.remove(sender);
        if (timeout != null) {
            timeout.cancel(false);
        }
        return sender;
    }

    /**
     * Adds a subscriber. If no slot is free, removes the longest disconnected subscriber. Returns null if another process
     * has locked the channel's file.
     */
    TopicSender open(Hello hello, PlainChannel owned, OwnedChannel.Peer peer, SlowConsumer policy) {
        if (all.size() >= maxSubscribers) {
            closeLongestDisconnected();
        }
        SubscriberSource source;
        try {
            source = owned.admitSubscriber(peer, policy);
        } catch (ChannelInUseException e) {
            if (!closeLongestDisconnected()) {
                throw e;
            }
            source = owned.admitSubscriber(peer, policy);
        }
        if (source == null) {
            return null;
        }
        TopicSender sender = new TopicSender(source, owned.properties().window());
        all.add(sender);
        if (hello.publisherId() != 0) {
            byId.put(hello.publisherId(), sender);
        }
        source.start(sender);
        return sender;
    }

    private boolean closeLongestDisconnected() {
        if (disconnected.isEmpty()) {
            return false;
        }
        TopicSender sender = disconnected.keySet().iterator().next();
        byId.values().remove(sender);
        close(0, sender);
        return true;
    }

    /** A subscriber's connection is closed: keeps its state for the grace period. */
    void onDisconnected(long id, TopicSender sender) {
        if (sender.isClosed() || id == 0) {
            close(id, sender);
        } else {
            disconnected.put(sender, eventLoop.schedule(() -> close(id, sender), GRACE_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    private void close(long id, TopicSender sender) {
        sender.close();
        all.remove(sender);
        byId.remove(id, sender);
        Future<?> timeout = disconnected.remove(sender);
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    void closeAll() {
        List.copyOf(all).forEach(sender -> close(0, sender));
        byId.clear();
    }

    Collection<TopicSender> all() {
        return Collections.unmodifiableCollection(all);
    }
}
