package io.rondo.client.sequenced;

import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.SlowConsumer;
import io.rondo.client.StartPosition;
import io.rondo.client.UnavailableException;
import io.rondo.client.endpoint.Endpoint;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.client.shm.SharedMemory;
import io.rondo.core.os.LockFile;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import io.rondo.core.segment.SegmentSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Opens the sequenced topics of one directory. Thread-safe. */
public final class SequencedChannels {
    private final SharedMemory memory;
    private final HistorySource histories;
    private final BrokerFiles files;
    private final BrokerClient broker;

    /**
     * Creates the access.
     *
     * @param memory the channels of the directory
     * @param histories opens the histories of topics
     */
    public SequencedChannels(SharedMemory memory, HistorySource histories) {
        this.memory = memory;
        this.histories = histories;
        files = new BrokerFiles(memory.store().directory().path());
        broker = new BrokerClient(files);
    }

    /** The two segments of a topic. */
    private record Segments(Identity egress, Identity ingress) {}

    /** Returns the files of the broker. */
    public BrokerFiles broker() {
        return files;
    }

    /** Returns whether this process sees the segments of a topic. */
    public boolean exists(String topic) {
        return memory.find(topic) != null && memory.find(ChannelName.ingress(topic)) != null;
    }

    /** What an endpoint holds besides its slot, released in reverse order. Used by one thread at a time. */
    private static final class Holdings {
        private final Deque<Runnable> releases = new ArrayDeque<>();

        <T extends AutoCloseable> T add(T resource, Runnable release) {
            releases.push(release);
            return resource;
        }

        void add(Runnable release) {
            releases.push(release);
        }

        void release() {
            while (!releases.isEmpty()) {
                releases.pop().run();
            }
        }
    }

    /**
     * Opens a topic as a producer.
     *
     * @param topic the name
     * @param settings of the endpoint
     * @param keep registers the endpoint before it is returned
     * @return a publisher, to be closed
     * @throws io.rondo.client.RondoException if the topic cannot be opened
     */
    public SequencedPublisher publisher(String topic, SequencedSettings settings, Consumer<Endpoint> keep) {
        Segments segments = locate(topic, settings);
        Holdings holdings = new Holdings();
        try {
            long id = settings.producerId();
            long last = id == 0 ? 0 : lastRecorded(topic, id, holdings);
            SegmentObserver egress = observe(topic, holdings);
            holdings.add(BrokerWatch.begin(files));
            AtomicReference<SequencedProducer> producer = new AtomicReference<>();
            PublisherEndpoint endpoint = memory.sequencedPublisher(topic, segments.ingress(), settings.channel(),
                    ring -> {
                        producer.set(new SequencedProducer(ring, id, last, () -> egress.table().count(Role.CONSUMER),
                                holdings::release));
                        return producer.get();
                    });
            keep.accept(endpoint);
            return new SequencedPublication(endpoint, producer.get(), id, last);
        } catch (RuntimeException | Error e) {
            holdings.release();
            throw e;
        }
    }

    /** Locks the id, so that no other publisher adds messages, and asks the broker for the last one. */
    private long lastRecorded(String topic, long id, Holdings holdings) {
        LockFile lock = SegmentErrors.translating(() -> ProducerLock.take(topic,
                files.directory().resolve(ChannelName.ingress(topic) + ".ring"), id));
        holdings.add(lock, lock::close);
        return broker.ask(new ProducerRequest(topic, id)).orElseThrow(
                () -> broker.noBroker(topic, "only a broker knows the last sequence of producer id " + id));
    }

    private SegmentObserver observe(String segment, Holdings holdings) {
        SegmentObserver observer = SegmentErrors.translating(() -> memory.store().observe(segment));
        return holdings.add(observer, observer::close);
    }

    /**
     * Opens a topic as a consumer.
     *
     * @param topic the name
     * @param settings of the endpoint
     * @param keep registers the endpoint before it is returned
     * @return a subscriber, to be closed
     * @throws io.rondo.client.RondoException if the topic cannot be opened
     */
    public SequencedSubscriber subscriber(String topic, SequencedSettings settings, Consumer<Endpoint> keep) {
        Segments segments = locate(topic, settings);
        Holdings holdings = new Holdings();
        try {
            SegmentObserver ingress = observe(ChannelName.ingress(topic), holdings);
            holdings.add(BrokerWatch.begin(files));
            History history = histories.open(topic);
            if (history != null) {
                holdings.add(history::close);
            }
            // With a history the broker need not wait for this consumer, which continues from the history when lapped.
            ChannelSettings channel = history != null && settings.channel().slowConsumer() == SlowConsumer.BLOCK
                    ? settings.channel().slowConsumer(SlowConsumer.DROP_OLDEST)
                    : settings.channel();
            DurablePosition position = settings.durable() == null
                    ? null
                    : durablePosition(topic, settings, history, holdings);
            // A durable subscription may be behind the tail, which only a message in the egress shows.
            boolean fromOldest = position != null || !(settings.from() instanceof StartPosition.Latest);
            AtomicReference<SequencedConsumer> consumer = new AtomicReference<>();
            SubscriberEndpoint endpoint = memory.topicSubscriber(segments.egress(), channel, fromOldest, ring -> {
                consumer.set(new SequencedConsumer(topic, ring, history, () -> ingress.table().count(Role.PRODUCER),
                        holdings::release));
                if (position == null) {
                    consumer.get().startAt(settings.from());
                } else {
                    consumer.get().startBehind(position);
                }
                return consumer.get();
            });
            keep.accept(endpoint);
            return new SequencedSubscription(endpoint, consumer.get());
        } catch (RuntimeException | Error e) {
            holdings.release();
            throw e;
        }
    }

    /**
     * Removes a durable subscription.
     *
     * @param topic the name
     * @param name of the subscription
     * @throws io.rondo.client.RondoException if it cannot be removed
     */
    public void removeDurable(String topic, String name) {
        broker.ask(new UnsubscribeRequest(topic, name))
                .orElseThrow(() -> broker.noBroker(topic, "only a broker removes durable subscriptions"));
    }

    /** Finds the durable subscription; asks the broker to create it, if it does not exist. */
    private DurablePosition durablePosition(String topic, SequencedSettings settings, History history,
            Holdings holdings) {
        if (history == null) {
            throw new UnavailableException("topic " + topic + " has no log, which a durable subscription needs:"
                    + " leave the durable name out, or use a topic with durability os or disk");
        }
        DurablePosition position = DurablePosition.take(memory.store().directory(), topic, settings.durable());
        if (position == null) {
            broker.ask(new SubscribeRequest(topic, settings.durable(), history.firstSequence(settings.from())))
                    .orElseThrow(() -> broker.noBroker(topic,
                            "durable subscription " + settings.durable() + " does not exist"));
            position = DurablePosition.take(memory.store().directory(), topic, settings.durable());
        }
        if (position == null) {
            throw new UnavailableException("topic " + topic + ": durable subscription " + settings.durable()
                    + " was removed while it was opened: open it again");
        }
        return holdings.add(position, position::close);
    }

    /** Asks the broker for the topic. Without a broker, a topic that exists is used as it is. */
    private Segments locate(String topic, SequencedSettings settings) {
        SegmentSpec spec = settings.channel().segment();
        TopicRequest request = new TopicRequest(topic, spec, settings.durability());
        OptionalLong answer = broker.ask(request);
        if (answer.isEmpty() && !exists(topic) && BrokerWatch.isRunning(files)) {
            // The broker has started after it was asked.
            answer = broker.ask(request);
        }
        Identity egress = memory.find(topic);
        Identity ingress = memory.find(ChannelName.ingress(topic));
        if (egress != null) {
            SegmentErrors.translating(() -> {
                egress.requireMatch(SequencedSpecs.egress(spec, false));
                return null;
            });
        }
        if (egress == null || ingress == null) {
            throw answer.isPresent()
                    ? new UnavailableException("topic " + topic + " was removed while it was opened: open it again")
                    : broker.noBroker(topic, "the topic does not exist");
        }
        return new Segments(egress, ingress);
    }
}
