package io.rondo.client.socket;

import io.netty.channel.EventLoop;
import io.rondo.client.SlowConsumer;
import io.rondo.codecs.session.Hello;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The subscribers of a topic, also those whose connection was lost a moment ago. Confined to the loop. */
final class Feeds {
    /** How long a subscriber may be away and miss nothing; until then a topic that it blocks stays blocked. */
    private static final long GRACE_MILLIS = 1_000;

    private final EventLoop eventLoop;
    private final Map<Long, TopicFeed> feeds = new HashMap<>();

    Feeds(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** The feed of a subscriber that comes back, without its lost connection; null if there is none any more. */
    TopicFeed resume(Hello hello) {
        TopicFeed feed = feeds.get(hello.publisherId());
        if (feed == null) {
            return null;
        }
        if (feed.wire() != null) {
            feed.wire().end(null);
        }
        if (feed.isClosed() || !hello.resume()) {
            feed.close();
            feeds.remove(hello.publisherId());
            return null;
        }
        return feed;
    }

    TopicFeed open(Hello hello, OwnedChannel owned, OwnedChannel.Peer peer, SlowConsumer policy) {
        Outflow source = owned.admitSubscriber(peer, policy);
        TopicFeed feed = new TopicFeed(source, Flow.window(owned.welcome(0, 0, 0)));
        if (hello.publisherId() != 0) {
            feeds.put(hello.publisherId(), feed);
        }
        source.start(feed);
        return feed;
    }

    /** The connection of a subscriber is lost: it may come back. */
    void keep(long id, TopicFeed feed) {
        if (feed.isClosed() || id == 0) {
            close(id, feed);
        } else {
            int absence = feed.absences();
            eventLoop.schedule(() -> {
                // Unless it was back meanwhile, even if it is away again.
                if (feed.wire() == null && feed.absences() == absence) {
                    close(id, feed);
                }
            }, GRACE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void close(long id, TopicFeed feed) {
        feed.close();
        feeds.remove(id, feed);
    }

    void closeAll() {
        feeds.values().forEach(TopicFeed::close);
        feeds.clear();
    }

    Collection<TopicFeed> all() {
        return feeds.values();
    }
}
