package io.rondo.client.contract;

import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import java.nio.file.Path;
import java.util.List;

/** A publisher over a socket, the next one in shared memory, in turn. */
class MixedSingleProducerQueueTest extends SocketContract implements QueueContract, SingleProducerContract {
    @Override
    ChannelSettings kind() {
        return ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE).singleProducer(true);
    }

    @Override
    List<RondoConfig> publishing(Path where) {
        return List.of(config(where, Transport.SOCKET), config(where, Transport.AUTO));
    }

    @Override
    List<RondoConfig> subscribing(Path where) {
        return List.of(config(where, Transport.AUTO));
    }
}
