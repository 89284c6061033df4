package io.rondo.client.contract;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Transport;
import java.nio.file.Path;
import java.util.List;

/** Sockets of the JDK, from the segment behind the owner. */
class NioTopicTest extends SocketContract implements TopicContract, EvictionContract, SingleProducerContract {
    @Override
    ChannelOptions.Builder kind() {
        return ChannelOptions.builder().kind(ChannelKind.TOPIC);
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
