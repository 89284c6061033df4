package io.rondo.broker.bridge;

import io.aeron.AeronCounters;
import io.aeron.Publication;
import io.rondo.broker.bridge.aeron.AeronClient;
import io.rondo.broker.bridge.aeron.AeronErrors;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.RondoException;
import io.rondo.client.Subscriber;
import io.rondo.core.segment.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;

/** Sends local channels on a stream. While no receiver is there, and while the stream has no room, it takes no messages. */
final class SendingLink implements BridgeLink {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
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
    /** Looks for topics of a pattern and opens them, which may wait for another process. */
    private final Executor lifecycle;
    /** Changed by the thread of the bridge. */
    private final List<ChannelSender> senders = new CopyOnWriteArrayList<>();
    private long lookAt;
    /** Null while the lifecycle does not look. */
    private CompletableFuture<Findings> looking;

    /**
     * What a look has found.
     *
     * @param opened topics that were not sent yet
     * @param received names of topics that a bridge publishes
     * @param refusals of topics that could not be opened
     */
    private record Findings(List<Subscriber> opened, List<String> received, List<String> refusals) {}

    SendingLink(BridgeSettings settings, LocalChannels channels, BridgeEnvironment environment, BridgeProgress progress,
            BridgeCounters counters, BridgeListener listener, Executor lifecycle) {
        this.settings = settings;
        this.channels = channels;
        this.environment = environment;
        this.progress = progress;
        this.counters = counters;
        this.lifecycle = lifecycle;
        drops = new DropNotices(listener);
        client = new AeronClient(environment.driver());
        try {
            publication = client.publication(settings.stream());
            if (settings.channel().isPattern()) {
                take(look());
            } else {
                add(subscriber(settings.channel().text()));
            }
            progress.begin();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Subscribes to what was not sent yet. When the bridge is opened first, that is what is published from now on, because
     * an earlier bridge may have sent the rest. A topic of a pattern that is found later is new: all that it has.
     */
    private Subscriber subscriber(String channel) {
        boolean fromOldest = settings.channel().isPattern() ? progress.hasBegun() : progress.sent(channel) != null;
        return fromOldest
                ? channels.subscriberFromOldest(channel)
                : channels.subscriber(channel, settings.queue());
    }

    private void add(Subscriber subscriber) {
        senders.add(new ChannelSender(subscriber, publication, environment.origin(), progress, counters, drops));
    }

    @Override
    public int doWork() {
        int work = client.invoke();
        if (settings.channel().isPattern()) {
            lookForTopics();
        }
        for (ChannelSender sender : senders) {
            work += send(sender);
        }
        return work;
    }

    private int send(ChannelSender sender) {
        try {
            return sender.send();
        } catch (RondoException | InternalError e) {
            // HotSpot throws the error if a file is truncated while it is mapped.
            if (!settings.channel().isPattern() || publication.isClosed()) {
                throw e;
            }
            // Others go on. If the topic still exists, the next look tries it again.
            senders.remove(sender);
            sender.close();
            if (!(e instanceof ChannelRemovedException)) {
                drops.report(() -> unsent(sender.channel(), e));
            }
            return 0;
        }
    }

    private static String unsent(String topic, Throwable reason) {
        return "topic " + topic + " is not sent: " + AeronErrors.message(reason);
    }

    private void lookForTopics() {
        if (looking == null && System.nanoTime() - lookAt >= 0) {
            looking = CompletableFuture.supplyAsync(this::look, lifecycle);
        } else if (looking != null && looking.isDone()) {
            CompletableFuture<Findings> ended = looking;
            looking = null;
            if (ended.isCompletedExceptionally()) {
                throw new RondoException(AeronErrors.message(ended.exceptionNow()), ended.exceptionNow());
            }
            take(ended.resultNow());
        }
    }

    /** Opens topics that match and are not sent, and finds those that a bridge publishes. Not on the agent's thread. */
    private Findings look() {
        Findings found = new Findings(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try {
            for (Identity topic : channels.topics()) {
                if (settings.channel().matches(topic.name())) {
                    look(topic, found);
                }
            }
            return found;
        } catch (RuntimeException | Error e) {
            CloseHelper.closeAll(found.opened());
            throw e;
        }
    }

    private void look(Identity topic, Findings found) {
        String name = topic.name();
        try {
            if (environment.received().contains(name, topic.id())) {
                found.received().add(name);
            } else if (senders.stream().noneMatch(sender -> sender.channel().equals(name))) {
                found.opened().add(subscriber(name));
            }
        } catch (RondoException | InternalError e) {
            found.refusals().add(unsent(name, e));
        }
    }

    private void take(Findings found) {
        lookAt = System.nanoTime() + LOOK_NANOS;
        found.opened().forEach(this::add);
        for (ChannelSender sender : senders) {
            if (found.received().contains(sender.channel())) {
                senders.remove(sender);
                sender.close();
            }
        }
        found.refusals().forEach(refusal -> drops.report(() -> refusal));
    }

    @Override
    public boolean isSource() {
        return !senders.isEmpty();
    }

    @Override
    public boolean await(long longest) {
        if (senders.size() != 1 || !senders.getFirst().isReady()) {
            return false;
        }
        senders.getFirst().await(Duration.ofNanos(longest));
        return true;
    }

    @Override
    public boolean isConnected() {
        return publication.isConnected();
    }

    @Override
    public List<String> peers() {
        return publication.isConnected() ? settings.stream().receivers() : List.of();
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

    /** On the thread that looks for topics, so that no look is under way. */
    @Override
    public void close() {
        try (client) {
            if (looking != null && !looking.isCompletedExceptionally()) {
                CloseHelper.closeAll(looking.resultNow().opened());
            }
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
