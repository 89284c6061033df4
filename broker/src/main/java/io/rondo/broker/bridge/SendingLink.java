package io.rondo.broker.bridge;

import io.aeron.AeronCounters;
import io.aeron.Publication;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.RondoException;
import io.rondo.client.Subscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** Sends local channels on a stream. While no receiver is there, and while the stream has no room, it takes no messages. */
final class SendingLink implements BridgeLink {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long UNCONNECTED_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** Less than the intervals in which the client has to be run. */
    private static final Duration SLICE = Duration.ofMillis(20);
    /** How long the end waits until the driver has sent what was offered. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BridgeSettings settings;
    private final LocalChannels channels;
    private final BridgeEnvironment environment;
    private final BridgeProgress progress;
    private final BridgeCounters counters;
    private final DropNotices drops;
    private final AeronClient client;
    private final Publication publication;
    /** Changed by the thread of the bridge. */
    private final List<ChannelSender> senders = new CopyOnWriteArrayList<>();
    private final IdleStrategy backoff = new BackoffIdleStrategy();
    private long lookAt;

    SendingLink(BridgeSettings settings, LocalChannels channels, BridgeEnvironment environment, BridgeProgress progress,
            BridgeCounters counters, BridgeListener listener) {
        this.settings = settings;
        this.channels = channels;
        this.environment = environment;
        this.progress = progress;
        this.counters = counters;
        drops = new DropNotices(listener);
        client = new AeronClient(environment.driver());
        try {
            AeronStream stream = settings.stream();
            publication = client.open(stream, () -> {
                Publication opened = client.aeron().addExclusivePublication(stream.uri(), stream.id());
                stream.destinations().forEach(opened::addDestination);
                return opened;
            });
            if (settings.channel().isPattern()) {
                look(this::subscriber);
            } else {
                add(subscriber(settings.channel().text()));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Subscribes from now on, or from what this bridge had sent before it was opened again. */
    private Subscriber subscriber(String channel) {
        return progress.sent(channel) == null
                ? channels.subscriber(channel, settings.queue())
                : channels.subscriberFromOldest(channel);
    }

    private void add(Subscriber subscriber) {
        senders.add(new ChannelSender(subscriber, publication, environment.origin(), progress, counters, drops));
    }

    @Override
    public int doWork() {
        int work = client.invoke();
        if (settings.channel().isPattern() && System.nanoTime() - lookAt >= 0) {
            look(channels::subscriberFromOldest);
        }
        for (ChannelSender sender : senders) {
            work += send(sender);
        }
        return work;
    }

    private int send(ChannelSender sender) {
        try {
            return sender.send();
        } catch (ChannelRemovedException e) {
            if (!settings.channel().isPattern()) {
                throw e;
            }
            // Others go on. A new topic of this name is found later.
            senders.remove(sender);
            sender.close();
            return 0;
        }
    }

    /**
     * Adds topics that match. What a bridge of this process publishes is not sent on by a pattern.
     *
     * @param subscription subscribes to a topic: one that is new is sent from its first message on, and others from now on,
     *        because an earlier bridge may have sent what they have
     */
    private void look(Function<String, Subscriber> subscription) {
        lookAt = System.nanoTime() + LOOK_NANOS;
        for (String topic : channels.topics()) {
            if (settings.channel().matches(topic) && !environment.isReceived(topic)
                    && senders.stream().noneMatch(sender -> sender.channel().equals(topic))) {
                try {
                    add(subscription.apply(topic));
                } catch (RondoException e) {
                    drops.report(() -> "topic " + topic + " is not sent: " + e.getMessage());
                }
            }
        }
    }

    @Override
    public void idle(int work) {
        if (work > 0) {
            backoff.reset();
        } else if (!publication.isConnected()) {
            LockSupport.parkNanos(UNCONNECTED_PARK_NANOS);
        } else if (senders.size() == 1 && senders.getFirst().isReady()) {
            senders.getFirst().await(SLICE);
        } else {
            backoff.idle();
        }
    }

    @Override
    public boolean isConnected() {
        return publication.isConnected();
    }

    @Override
    public List<String> peers() {
        return List.of();
    }

    @Override
    public long lag() {
        long lag = 0;
        for (ChannelSender sender : senders) {
            long published = settings.queue() ? 0 : channels.published(sender.channel());
            lag += Math.max(0, published - sender.position());
        }
        return lag;
    }

    @Override
    public String description() {
        return "stream " + settings.stream().id() + " of " + settings.stream().uri();
    }

    /** Offers what was taken, and waits until the driver has sent it, because a driver of this process ends soon. */
    private void drain() {
        long deadline = System.nanoTime() + DRAIN_NANOS;
        boolean offered = false;
        while (publication.isConnected() && (!offered || sentPosition() < publication.position())
                && System.nanoTime() - deadline < 0) {
            client.invoke();
            offered = senders.stream().allMatch(ChannelSender::isReady);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Returns up to where the driver has sent; the end of the publication where it does not tell. */
    private long sentPosition() {
        long[] position = {publication.position()};
        client.aeron().countersReader().forEach((counter, type, key, label) -> {
            if (type == AeronCounters.DRIVER_SENDER_POSITION_TYPE_ID
                    && key.getLong(0) == publication.registrationId()) {
                position[0] = client.aeron().countersReader().getCounterValue(counter);
            }
        });
        return position[0];
    }

    @Override
    public void close() {
        try (client) {
            if (publication != null && !publication.isClosed()) {
                drain();
            }
        } catch (RondoException e) {
            // The driver has died: there is nothing to wait for.
        } finally {
            CloseHelper.closeAll(senders);
        }
    }
}
