package io.rondo.perf.competitor;

import io.rondo.broker.bridge.Bridge;
import io.rondo.broker.bridge.BridgeEnvironment;
import io.rondo.broker.bridge.BridgeListener;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.bridge.LocalChannels;
import io.rondo.broker.bridge.SequencedLinks;
import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.bridge.aeron.BridgeDriver;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.topic.NamePattern;
import io.rondo.client.Channel;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.WaitStrategy;
import io.rondo.client.connect.ChannelRondo;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.shm.SharedMemory;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.agrona.CloseHelper;

/**
 * Rondo's bridge over Aeron UDP on loopback, as between two hosts: each process has a directory of channels, a media driver
 * and the bridges of its channels.
 */
final class BridgeCompetitor implements Competitor {
    private static final int STREAM = 1;

    private final RondoCompetitor local;
    private final UdpPorts ports;
    /** Whether the channels are topics with a local consumer, and the receivers of the bridges are missing. */
    private final boolean stopped;
    private final ChannelRondo rondo;
    private final LocalChannels channels;
    private final BridgeEnvironment environment;
    private final List<Bridge> bridges = new ArrayList<>();

    private BridgeCompetitor(CompetitorSettings settings, Path directory, boolean stopped,
            BiFunction<Rondo, String, Channel<?>> local) {
        this.stopped = stopped;
        this.local = new RondoCompetitor(settings.in(directory), local, false);
        ports = new UdpPorts(settings.directory());
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        rondo = ChannelRondo.open(config);
        channels = new LocalChannels(rondo, SharedMemory.open(config), ChannelSettings.DEFAULTS);
        environment = new BridgeEnvironment(directory, BridgeDriver.embedded(directory, System.err::println),
                SequencedLinks.NONE);
    }

    /** A queue on each side, and a bridge between them. */
    static BridgeCompetitor ofQueues(CompetitorSettings settings) {
        return new BridgeCompetitor(settings, own(settings), false,
                (rondo, name) -> rondo.queue(name).waitStrategy(WaitStrategy.busySpin()));
    }

    /** A topic between processes of one host that a bridge sends to a host that is down. */
    static BridgeCompetitor withoutReceiver(CompetitorSettings settings) {
        return new BridgeCompetitor(settings, settings.directory(), true,
                (rondo, name) -> rondo.topic(name).waitStrategy(WaitStrategy.busySpin()));
    }

    private static Path own(CompetitorSettings settings) {
        try {
            return Files.createDirectory(settings.directory().resolve("host of " + settings.role()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Sender sender(String channel) {
        Sender sender = local.sender(channel);
        bridge(BridgeDirection.SEND, channel, stopped ? ports.choose(channel) : ports.of(channel));
        return sender;
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        Receiver receiver = local.receiver(channel, reader);
        if (!stopped) {
            bridge(BridgeDirection.RECEIVE, channel, ports.choose(channel));
        }
        return receiver;
    }

    private void bridge(BridgeDirection direction, String channel, int port) {
        Bridge bridge = new Bridge(new BridgeSettings(channel, direction, new NamePattern(channel), !stopped,
                new AeronStream(UdpPorts.uri(port), STREAM)), channels, environment, new Failures());
        bridges.add(bridge);
        bridge.start(true);
    }

    @Override
    public void close() {
        bridges.forEach(Bridge::end);
        CloseHelper.closeAll(bridges);
        CloseHelper.closeAll(environment, rondo, local);
    }

    /** Reports failures on standard error, which the harness shows. */
    private static final class Failures implements BridgeListener {
        @Override
        public void onOpen(String description) {
            // As expected.
        }

        @Override
        public void onConnected() {
            // As expected.
        }

        @Override
        public void onWaiting() {
            // The other process starts later, or never.
        }

        @Override
        public void onFailure(String reason) {
            System.err.println(reason);
        }

        @Override
        public void onLoss(String reason) {
            System.err.println(reason);
        }

        @Override
        public void onRepair() {
            // The loss was reported.
        }

        @Override
        public void onDropped(String reason) {
            System.err.println(reason);
        }

        @Override
        public void onDriverError(String error) {
            System.err.println(error);
        }
    }
}
