package io.rondo.client.contract;

import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import java.nio.file.Path;
import java.util.List;

/** Subscribers over sockets and in shared memory, in turn. */
class MixedTopicTest extends SocketContract implements TopicContract, EvictionContract, SingleProducerContract {
    @Override
    ChannelSettings kind() {
        return ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC);
    }

    @Override
    List<RondoConfig> publishing(Path where) {
        return List.of(config(where, Transport.AUTO));
    }

    @Override
    List<RondoConfig> subscribing(Path where) {
        return List.of(config(where, Transport.SOCKET), config(where, Transport.AUTO));
    }
}
