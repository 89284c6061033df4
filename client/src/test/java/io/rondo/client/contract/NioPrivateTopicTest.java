package io.rondo.client.contract;

import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import java.nio.file.Path;
import java.util.List;

/** Sockets of the JDK, and an owner without a segment. */
class NioPrivateTopicTest extends SocketContract implements TopicContract, EvictionContract, SingleProducerContract {
    @Override
    ChannelSettings kind() {
        return ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC);
    }

    @Override
    List<RondoConfig> publishing(Path where) {
        return List.of(withoutSegments(where, SocketIo.NIO));
    }

    @Override
    List<RondoConfig> subscribing(Path where) {
        return List.of(withoutSegments(where, SocketIo.NIO));
    }

    /** The owner is who listens. */
    @Override
    public String nameOfOnlyProducer() {
        return CHANNEL + ".sock";
    }
}
