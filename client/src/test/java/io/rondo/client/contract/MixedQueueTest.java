package io.rondo.client.contract;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import java.nio.file.Path;
import java.util.List;

/** Publishers over sockets and in shared memory, in turn. */
class MixedQueueTest extends SocketContract implements QueueContract, ManyProducersContract {
    @Override
    ChannelOptions.Builder kind() {
        return ChannelOptions.builder().kind(ChannelKind.QUEUE).singleProducer(false);
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
