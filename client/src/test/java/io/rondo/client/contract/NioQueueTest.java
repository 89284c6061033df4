package io.rondo.client.contract;

import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import java.nio.file.Path;
import java.util.List;

/** Sockets of the JDK, into the segment behind the owner. */
class NioQueueTest extends SocketContract implements QueueContract, ManyProducersContract, SocketQueueContract {
    @Override
    ChannelSettings kind() {
        return ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE).singleProducer(false);
    }

    @Override
    List<RondoConfig> publishing(Path where) {
        return List
                .of(RondoConfig.builder().directory(where).transport(Transport.SOCKET).socketIo(SocketIo.NIO).build());
    }

    @Override
    List<RondoConfig> subscribing(Path where) {
        return List
                .of(RondoConfig.builder().directory(where).transport(Transport.SOCKET).socketIo(SocketIo.NIO).build());
    }
}
