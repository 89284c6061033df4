package io.rondo.perf.competitor;

import io.rondo.broker.Broker;
import io.rondo.broker.BrokerSettings;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.bridge.BrokerBridgeSettings;
import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.status.BridgeKind;
import io.rondo.broker.topic.NamePattern;
import io.rondo.broker.topic.TopicRule;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedTopic;
import io.rondo.client.Subscriber;
import io.rondo.core.segment.SegmentSpec;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.CloseHelper;

/**
 * A sequenced topic on two hosts, here over loopback: each process has a directory of channels and a broker, one of them the
 * home, the other one its copy.
 */
final class CopyCompetitor implements Competitor {
    private static final String TOPIC = "copied";
    private static final String RECORDS = "records";
    private static final String CONTROL = "control";
    private static final int STREAM = 1;

    private final CompetitorSettings settings;
    /** Whether the consumer is at the home, and messages that are published at the copy go there. */
    private final boolean forwards;
    private final UdpPorts ports;
    private final RondoConfig config;
    private Rondo rondo;
    private Broker broker;

    CopyCompetitor(CompetitorSettings settings, boolean forwards) {
        this.settings = settings;
        this.forwards = forwards;
        ports = new UdpPorts(settings.directory());
        config = RondoConfig.builder().directory(own(settings.directory())).build();
    }

    private Path own(Path shared) {
        try {
            return Files.createDirectories(shared.resolve("host of " + settings.role()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Sender sender(String channel) {
        start(forwards, ports.of(RECORDS), ports.of(CONTROL));
        return new PublisherSender(topic().publisher(), false);
    }

    /** The receiver does not wait for the sender, so it chooses both ports. */
    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        start(!forwards, ports.choose(RECORDS), ports.choose(CONTROL));
        Subscriber subscriber = topic().subscriber();
        return () -> subscriber.poll(reader::read, Receiver.LIMIT);
    }

    private void start(boolean copy, int records, int control) {
        BridgeSettings bridge = new BridgeSettings(TOPIC, copy ? BridgeDirection.RECEIVE : BridgeDirection.SEND,
                new NamePattern(TOPIC), BridgeKind.SEQUENCED, stream(records), stream(control));
        RetentionPolicy keep = new RetentionPolicy(LogDisk.KEPT_BYTES, 0, false);
        TopicRule rule = TopicRule.DEFAULT.durability(Durability.OS).retention(keep);
        if (!settings.isByDefault()) {
            rule = rule.properties(SegmentSpec.builder().topic(true).sequenced(0).capacity(settings.ring()).build());
        }
        broker = Broker.start(BrokerSettings.of(config)
                .logs(TopicLogSettings.defaults().directory(own(settings.disk())).fileLength(LogDisk.FILE_LENGTH))
                .topics(new TopicRules(List.of(), rule))
                .bridges(new BrokerBridgeSettings(null, List.of(bridge))));
        rondo = Rondo.connect(config);
    }

    private static AeronStream stream(int port) {
        return new AeronStream(UdpPorts.uri(port), STREAM);
    }

    private SequencedTopic topic() {
        return rondo.sequencedTopic(TOPIC);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(rondo, broker);
    }
}
