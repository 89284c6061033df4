package io.rondo.perf.competitor;

import io.rondo.broker.Broker;
import io.rondo.broker.BrokerSettings;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.broker.topic.TopicRule;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.Durability;
import io.rondo.client.MessageHandler;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedTopic;
import io.rondo.client.StartPosition;
import io.rondo.client.Subscriber;
import io.rondo.client.UnavailableException;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Retry;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.agrona.CloseHelper;

/**
 * A sequenced topic through a broker in a process of its own. Senders and receivers of all channels use the same topic,
 * because the broker is what is between them.
 */
final class SequencedCompetitor implements Competitor {
    private static final String TOPIC = "sequenced";
    /** Longer than any slice, which the worker's watchdog bounds. */
    private static final Duration WAIT = Duration.ofHours(1);

    private final CompetitorSettings settings;
    private final RondoConfig config;
    private final Durability durability;
    private final boolean waiting;
    private final Rondo rondo;
    private Broker broker;

    /** With {@code waiting} the calls wait in Rondo, with the default strategy; otherwise the worker waits. */
    SequencedCompetitor(CompetitorSettings settings, Durability durability, boolean waiting) {
        this.settings = settings;
        this.durability = durability;
        this.waiting = waiting;
        config = RondoConfig.builder().directory(settings.directory()).build();
        rondo = Rondo.connect(config);
    }

    @Override
    public boolean startRelay() {
        RetentionPolicy keep = new RetentionPolicy(LogDisk.KEPT_BYTES, 0, false);
        broker = Broker.start(BrokerSettings.of(config)
                .logs(TopicLogSettings.defaults().directory(settings.disk()).fileLength(LogDisk.FILE_LENGTH))
                .topics(new TopicRules(List.of(), TopicRule.DEFAULT.retention(keep))));
        return true;
    }

    @Override
    public Sender sender(String channel) {
        return new PublisherSender(publisher(), waiting);
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        Subscriber subscriber = subscriber(StartPosition.latest());
        MessageHandler handler = reader::read;
        return waiting
                ? () -> subscriber.receive(handler, Receiver.LIMIT, WAIT)
                : () -> subscriber.poll(handler, Receiver.LIMIT);
    }

    /** Opens the topic as a producer, as soon as the broker runs. */
    SequencedPublisher publisher() {
        return Retry.untilThere(TOPIC, () -> {
            try {
                return topic().publisher();
            } catch (UnavailableException e) {
                throw new IOException(e);
            }
        });
    }

    /** Opens the topic as a consumer, as soon as the broker runs. */
    Subscriber subscriber(StartPosition from) {
        return Retry.untilThere(TOPIC, () -> {
            try {
                return topic().from(from).subscriber();
            } catch (UnavailableException e) {
                throw new IOException(e);
            }
        });
    }

    private SequencedTopic topic() {
        SequencedTopic topic = rondo.sequencedTopic(TOPIC).durability(durability);
        return settings.isByDefault() ? topic : topic.capacity(settings.ring());
    }

    @Override
    public void close() {
        CloseHelper.closeAll(rondo, broker);
    }
}
