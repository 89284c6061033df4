package io.rondo.client.contract;

import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import java.nio.file.Path;
import java.util.List;

/** A publisher over a socket, into the segment behind the owner. */
class SocketSingleProducerQueueTest extends SocketContract
        implements
            QueueContract,
            SingleProducerContract,
            SocketQueueContract {
    @Override
    ChannelSettings kind() {
        return ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE).singleProducer(true);
    }

    @Override
    List<RondoConfig> publishing(Path where) {
        return List.of(config(where, Transport.SOCKET));
    }

    @Override
    List<RondoConfig> subscribing(Path where) {
        return List.of(config(where, Transport.SOCKET));
    }
}
