package io.rondo.client.descriptor;

import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.client.endpoint.Lifecycle;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.shm.RingConsumer;
import io.rondo.client.shm.RingProducer;
import io.rondo.client.shm.RingWorkConsumer;
import io.rondo.client.socket.SocketTransport;
import io.rondo.client.work.DeadLetterChannel;
import io.rondo.client.work.WorkSubscription;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.os.Platform;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.SegmentSpec;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens one side of a channel over the segment that its owner passes.
 *
 * @param sockets connects to the owner
 * @param channel the name
 * @param settings of the endpoint
 * @param noOwnerReasons returns why no owner will ever listen, or null if an owner may
 * @param obstacles returns why a socket must wait for an owner that does not listen yet; null if this waits, not connected
 * @param required whether no other transport is allowed, so that an owner which does not answer is asked again
 */
public record DescriptorTransport(SocketTransport sockets, String channel, ChannelSettings settings,
        Supplier<String> noOwnerReasons, Supplier<String> obstacles, boolean required) {
    /**
     * Opens a queue's publisher.
     *
     * @return the publisher, to be closed; null if the owner has no segment
     * @throws RondoException if the owner rejects this process; {@code UnavailableException} if its segment cannot be passed
     */
    public PublisherEndpoint publisher() {
        requirePlatform();
        SegmentLink<RingProducer> link = new SegmentLink<>(channel,
                passed -> RingProducer.attach(passed, channel, settings.segment()));
        if (!isOpen(link)) {
            return null;
        }
        Integer explicit = settings.segment().maxMessageLength();
        DescriptorProducer producer = new DescriptorProducer(channel,
                explicit == null ? RecordLayout.maxMessageLength(SegmentSpec.MAX_CAPACITY) : explicit, link);
        return new PublisherEndpoint(channel, producer, Lifecycle.ofPublisher(channel, producer), settings.newWaiter(),
                settings.failWithoutConsumer());
    }

    /**
     * Opens a topic's subscriber.
     *
     * @return the subscriber, to be closed; null if no owner listens and this does not wait for one
     * @throws RondoException as {@link #publisher()}
     */
    public SubscriberEndpoint subscriber() {
        requirePlatform();
        SegmentLink<RingConsumer> link = new SegmentLink<>(channel,
                passed -> RingConsumer.attach(passed, channel, settings));
        if (!isOpen(link)) {
            return null;
        }
        DescriptorConsumer<RingConsumer> consumer = new DescriptorConsumer<>(link);
        consumer.begin();
        return new SubscriberEndpoint(channel, consumer, Lifecycle.ofSubscriber(channel, consumer),
                settings.newWaiter());
    }

    /**
     * Opens a subscriber of a work queue.
     *
     * @param deadLetters creates the channel for dead letters
     * @return the subscriber, to be closed; null if no consumer listens and this does not wait for one
     * @throws RondoException as {@link #publisher()}
     */
    public WorkSubscription workSubscriber(Function<Identity, DeadLetterChannel> deadLetters) {
        requirePlatform();
        SegmentLink<RingWorkConsumer> link = new SegmentLink<>(channel,
                passed -> RingWorkConsumer.attach(passed, channel, settings, deadLetters));
        if (!isOpen(link)) {
            return null;
        }
        DescriptorWorkConsumer consumer = new DescriptorWorkConsumer(channel, link);
        consumer.begin();
        return new WorkSubscription(new SubscriberEndpoint(channel, consumer, Lifecycle.ofSubscriber(channel, consumer),
                settings.newWaiter()), consumer);
    }

    private boolean requireToWait() {
        String obstacle = obstacles.get();
        if (obstacle != null) {
            throw new UnavailableException(obstacle);
        }
        return true;
    }

    private static void requirePlatform() {
        SegmentErrors.translating(Platform::require);
    }

    private boolean isOpen(SegmentLink<?> link) {
        boolean open = false;
        try {
            boolean wanted = switch (link
                    .start(sockets.segmentSession(channel, settings, noOwnerReasons, link.parker(), link))) {
                case PASSED -> true;
                case NO_OWNER -> requireToWait();
                case NOT_PASSED -> required;
            };
            if (wanted) {
                link.requireAlive();
            } else if (link.fault() != null) {
                throw new UnavailableException(
                        "channel " + channel + ": its owner listens, and its segment could not be"
                                + " passed: " + link.fault().getMessage() + ": check the sandbox of both processes",
                        link.fault());
            }
            open = wanted;
            return open;
        } finally {
            if (!open) {
                link.close();
            }
        }
    }
}
