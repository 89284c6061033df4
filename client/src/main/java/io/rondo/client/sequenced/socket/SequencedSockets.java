package io.rondo.client.sequenced.socket;

import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.endpoint.Endpoint;
import io.rondo.client.sequenced.BrokerClient;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.client.sequenced.SequencedConsumer;
import io.rondo.client.sequenced.SequencedPublication;
import io.rondo.client.sequenced.SequencedSubscription;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.client.sequenced.UnsubscribeRequest;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.client.socket.SocketTransport;
import io.rondo.codecs.control.Start;
import io.rondo.codecs.session.Join;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Opens the sequenced topics of a broker by the sockets in one directory. Thread-safe. */
public final class SequencedSockets {
    private final SocketTransport sockets;
    private final BrokerFiles files;
    private final BrokerClient broker;

    /**
     * Creates the access.
     *
     * @param directory of the sockets
     * @param sockets connects to them
     */
    public SequencedSockets(Path directory, SocketTransport sockets) {
        this.sockets = sockets;
        files = new BrokerFiles(directory);
        broker = new BrokerClient(files);
    }

    /** Returns the files of the broker. */
    public BrokerFiles broker() {
        return files;
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
        open(topic, settings);
        SocketTransport.SequencedProducer opened = sockets.sequencedPublisher(topic, settings.channel(),
                Join.ofPublisher(settings.producerId()));
        keep.accept(opened.endpoint());
        return new SequencedPublication(opened.endpoint(), opened.transport(), settings.producerId(),
                opened.lastRecorded());
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
        open(topic, settings);
        SocketTransport.SequencedConsumer opened = sockets.sequencedSubscriber(topic, settings.channel(),
                join(settings), settings.from() instanceof StartPosition.AtSequence(long first) ? first : 0);
        keep.accept(opened.endpoint());
        return new SequencedSubscription(opened.endpoint(), opened.transport());
    }

    private static Join join(SequencedSettings settings) {
        String subscription = settings.durable() == null ? "" : settings.durable();
        return switch (settings.from()) {
            case StartPosition.Latest _ -> new Join(0, Start.LATEST, 0, subscription);
            case StartPosition.Earliest _ -> new Join(0, Start.EARLIEST, 0, subscription);
            case StartPosition.AtSequence _ -> new Join(0, Start.SEQUENCE, 0, subscription);
            case StartPosition.AtTime time ->
                new Join(0, Start.TIME, SequencedConsumer.nanos(time.time()), subscription);
        };
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

    private void open(String topic, SequencedSettings settings) {
        broker.ask(new TopicRequest(topic, settings.channel().segment(), settings.durability()))
                .orElseThrow(() -> broker.noBroker(topic, "only a broker offers a topic over a socket"));
    }
}
