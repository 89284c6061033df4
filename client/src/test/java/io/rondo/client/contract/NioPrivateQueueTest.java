package io.rondo.client.contract;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import java.nio.file.Path;
import java.util.List;

/** Sockets of the JDK, and an owner without a segment. */
class NioPrivateQueueTest extends SocketContract implements QueueContract, ManyProducersContract, SocketQueueContract {
    @Override
    ChannelOptions.Builder kind() {
        return ChannelOptions.builder().kind(ChannelKind.QUEUE).singleProducer(false);
    }

    @Override
    List<RondoConfig> publishing(Path where) {
        return List.of(withoutSegments(where, SocketIo.NIO));
    }

    @Override
    List<RondoConfig> subscribing(Path where) {
        return List.of(withoutSegments(where, SocketIo.NIO));
    }
}
