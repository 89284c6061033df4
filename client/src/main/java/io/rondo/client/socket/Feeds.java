package io.rondo.client.socket;

import io.netty.channel.EventLoop;
import io.rondo.client.SlowConsumer;
import io.rondo.codecs.session.Hello;
import io.rondo.core.ChannelInUseException;
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

/** The subscribers of a topic, also those whose connection was lost a moment ago. Confined to the loop. */
final class Feeds {
    /** How long a subscriber may be away and miss nothing; until then a topic that it blocks stays blocked. */
    private static final long GRACE_MILLIS = 1_000;

    private final EventLoop eventLoop;
    private final int most;
    private final Set<TopicFeed> all = new LinkedHashSet<>();
    /** Of those that may come back. */
    private final Map<Long, TopicFeed> byId = new HashMap<>();
    /** Who is away, the one that left first before the others, and when its time is up. */
    private final Map<TopicFeed, Future<?>> away = new LinkedHashMap<>();

    /**
     * Creates an empty set.
     *
     * @param most how many there may be, those that are away included
     */
    Feeds(EventLoop eventLoop, int most) {
        this.eventLoop = eventLoop;
        this.most = most;
    }

    /** The feed of a subscriber that comes back, without its lost connection; null if there is none any more. */
    TopicFeed resume(Hello hello) {
        TopicFeed feed = byId.get(hello.publisherId());
        if (feed == null) {
            return null;
        }
        if (feed.wire() != null) {
            feed.wire().end(null);
        }
        if (feed.isClosed() || !hello.resume()) {
            close(hello.publisherId(), feed);
            return null;
        }
        Future<?> end = away.remove(feed);
        if (end != null) {
            end.cancel(false);
        }
        return feed;
    }

    /** Who is away makes room for who comes, if there is no other. */
    TopicFeed open(Hello hello, OwnedChannel owned, OwnedChannel.Peer peer, SlowConsumer policy) {
        if (all.size() >= most) {
            giveUpFirstAway();
        }
        Outflow source;
        try {
            source = owned.admitSubscriber(peer, policy);
        } catch (ChannelInUseException e) {
            if (!giveUpFirstAway()) {
                throw e;
            }
            source = owned.admitSubscriber(peer, policy);
        }
        TopicFeed feed = new TopicFeed(source, Flow.window(owned.welcome(0, 0, 0)));
        all.add(feed);
        if (hello.publisherId() != 0) {
            byId.put(hello.publisherId(), feed);
        }
        source.start(feed);
        return feed;
    }

    private boolean giveUpFirstAway() {
        if (away.isEmpty()) {
            return false;
        }
        TopicFeed feed = away.keySet().iterator().next();
        byId.values().remove(feed);
        close(0, feed);
        return true;
    }

    /** The connection of a subscriber is lost: it may come back. */
    void keep(long id, TopicFeed feed) {
        if (feed.isClosed() || id == 0) {
            close(id, feed);
        } else {
            away.put(feed, eventLoop.schedule(() -> close(id, feed), GRACE_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    private void close(long id, TopicFeed feed) {
        feed.close();
        all.remove(feed);
        byId.remove(id, feed);
        Future<?> end = away.remove(feed);
        if (end != null) {
            end.cancel(false);
        }
    }

    void closeAll() {
        List.copyOf(all).forEach(feed -> close(0, feed));
        byId.clear();
    }

    Collection<TopicFeed> all() {
        return Collections.unmodifiableCollection(all);
    }
}
