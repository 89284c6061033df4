package io.rondo.broker.bridge;

import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.UnavailableException;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.shm.SharedMemory;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.SegmentObserver;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The channels of this host, as a bridge opens them. Thread-safe.
 *
 * @param access opens channels
 * @param memory finds them
 * @param settings properties of channels that are created, and with which others are compared
 */
public record LocalChannels(ChannelAccess access, SharedMemory memory, ChannelSettings settings) {
    /** Attaches as a consumer. One of a topic does not slow the publisher, and may lose messages. */
    Subscriber subscriber(String channel, boolean queue) {
        ChannelSettings own = of(queue);
        return access.subscriber(channel, queue ? own : own.slowConsumer(SlowConsumer.DROP_OLDEST));
    }

    /** Attaches as a consumer of a plain topic, from the oldest message on that it has. */
    Subscriber subscriberFromOldest(String topic) {
        Identity found = memory.find(topic);
        if (found == null) {
            throw new UnavailableException("topic " + topic + " was removed");
        }
        return memory.topicSubscriber(found, of(false).slowConsumer(SlowConsumer.DROP_OLDEST), true, ring -> ring);
    }

    /** Attaches as a producer. */
    Publisher publisher(String channel, boolean queue) {
        return access.publisher(channel, of(queue));
    }

    private ChannelSettings of(boolean queue) {
        return settings.kind(queue ? ChannelKind.QUEUE : ChannelKind.TOPIC);
    }

    /** Returns the id of a channel's segment; null if it has none in this directory. */
    UUID segment(String channel) {
        Identity found = memory.find(channel);
        return found == null ? null : found.id();
    }

    /** Returns the plain topics that exist now. */
    List<Identity> topics() {
        return memory.store().directory().channels().stream().map(this::plainTopic).filter(Objects::nonNull).toList();
    }

    private Identity plainTopic(String channel) {
        try {
            Identity found = memory.store().find(channel);
            return found != null && found.kind().isTopic() && !found.sequenced() ? found : null;
        } catch (SegmentException e) {
            // It was removed meanwhile, or is no segment: rondo ls shows the reason.
            return null;
        }
    }

    /** Returns the number of messages that a topic ever had; 0 if it cannot be read. */
    long published(String topic) {
        try (SegmentObserver observer = memory.store().observe(topic)) {
            return observer.end().messages();
        } catch (SegmentException | InternalError e) {
            // HotSpot throws the error if the file is truncated while it is mapped.
            return 0;
        }
    }
}
