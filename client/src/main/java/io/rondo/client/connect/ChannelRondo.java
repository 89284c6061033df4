package io.rondo.client.connect;

import io.rondo.client.ClosedException;
import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.SequencedTopic;
import io.rondo.client.Service;
import io.rondo.client.Subscriber;
import io.rondo.client.Topic;
import io.rondo.client.WaitSet;
import io.rondo.client.WaitStrategy;
import io.rondo.client.WorkQueue;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.endpoint.Endpoint;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.service.ServiceSettings;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.client.settings.WaiterSource;
import io.rondo.client.settings.WorkQueueSettings;
import io.rondo.client.waitset.ChannelWaitSet;
import io.rondo.client.work.WorkSubscription;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A process's access to its channels. Refers to the open endpoints weakly. */
public final class ChannelRondo implements Rondo, ChannelAccess {
    private final EndpointOpener opener;
    private final Set<OpenEndpoint> open = ConcurrentHashMap.newKeySet();
    private final Set<ChannelWaitSet> waitSets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private ChannelRondo(EndpointOpener opener) {
        this.opener = opener;
    }

    /**
     * Opens the configured directories.
     *
     * @param config the settings
     * @return the access
     * @throws io.rondo.client.RondoException if none of the allowed transports can be used
     */
    public static ChannelRondo open(RondoConfig config) {
        return new ChannelRondo(EndpointOpener.of(config));
    }

    @Override
    public Queue queue(String name) {
        return new QueueDescription(this, name, ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE));
    }

    @Override
    public Topic topic(String name) {
        return new TopicDescription(this, name, ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC));
    }

    @Override
    public WorkQueue workQueue(String name) {
        return new WorkQueueDescription(this, name, WorkQueueSettings.DEFAULTS);
    }

    @Override
    public SequencedTopic sequencedTopic(String name) {
        return new SequencedTopicDescription(this, name, SequencedSettings.DEFAULTS);
    }

    @Override
    public Publisher publisher(String channel, ChannelSettings settings) {
        return opener.isSequenced(channel, settings)
                ? publisher(channel, SequencedSettings.of(settings.kind(ChannelKind.SEQUENCED)))
                : kept(() -> opener.publisher(channel, settings));
    }

    @Override
    public Subscriber subscriber(String channel, ChannelSettings settings) {
        if (opener.isWorkQueue(channel, settings)) {
            return workSubscriber(channel, WorkQueueSettings.of(settings.kind(ChannelKind.WORK)));
        }
        return opener.isSequenced(channel, settings)
                ? subscriber(channel, SequencedSettings.of(settings.kind(ChannelKind.SEQUENCED)))
                : kept(() -> opener.subscriber(channel, settings));
    }

    @Override
    public WorkSubscriber workSubscriber(String channel, WorkQueueSettings settings) {
        requireOpen();
        WorkSubscription subscriber = opener.workSubscriber(channel, settings);
        keep(subscriber.subscriberEndpoint());
        return subscriber;
    }

    @Override
    public SequencedPublisher publisher(String topic, SequencedSettings settings) {
        requireOpen();
        return opener.sequenced(topic, settings.channel()).open(memory -> memory.publisher(topic, settings, this::keep),
                sockets -> sockets.publisher(topic, settings, this::keep));
    }

    @Override
    public SequencedSubscriber subscriber(String topic, SequencedSettings settings) {
        requireOpen();
        return opener.sequenced(topic, settings.channel()).open(
                memory -> memory.subscriber(topic, settings, this::keep),
                sockets -> sockets.subscriber(topic, settings, this::keep));
    }

    @Override
    public void removeDurable(String topic, String subscription, SequencedSettings settings) {
        requireOpen();
        opener.sequenced(topic, settings.channel()).open(memory -> {
            memory.removeDurable(topic, subscription);
            return null;
        }, sockets -> {
            sockets.removeDurable(topic, subscription);
            return null;
        });
    }

    @Override
    public Service service(String name) {
        return new ServiceDescription(this, name, ServiceSettings.DEFAULTS);
    }

    @Override
    public Requester requester(String service, ServiceSettings settings) {
        requireOpen();
        return new ServiceOpener(service, opener, this::keep).requester(settings);
    }

    @Override
    public Responder responder(String service, ServiceSettings settings) {
        requireOpen();
        return new ServiceOpener(service, opener, this::keep).responder(settings);
    }

    @Override
    public WaitSet waitSet(WaitStrategy strategy) {
        requireOpen();
        ChannelWaitSet created = new ChannelWaitSet(WaiterSource.of(strategy), waitSets::remove);
        waitSets.add(created);
        // [rondo] As in keep().
        if (closed) {
            created.close();
            requireOpen();
        }
        return created;
    }

    private <T extends Endpoint> T kept(Supplier<T> create) {
        requireOpen();
        T endpoint = create.get();
        keep(endpoint);
        return endpoint;
    }

    private void keep(Endpoint endpoint) {
        OpenEndpoint added = new OpenEndpoint(open, endpoint);
        // [rondo] Load after the addition. close() stores before it reads the set, so one side sees the other.
        if (closed) {
            added.close();
            requireOpen();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("this Rondo is closed: connect again");
        }
    }

    @Override
    public void close() {
        // [rondo] Volatile store before the set is read.
        closed = true;
        waitSets.forEach(ChannelWaitSet::close);
        ParallelClose.of(List.copyOf(open));
    }
}
