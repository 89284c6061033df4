package io.rondo.client.contract;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Rondo;
import io.rondo.client.Transport;
import java.nio.file.Path;

class SocketTopicTest extends ChannelContract implements TopicContract, EvictionContract, SingleProducerContract {
    @Override
    ChannelOptions.Builder kind() {
        return ChannelOptions.builder().kind(ChannelKind.TOPIC);
    }

    @Override
    Rondo connectPublishing(Path where) {
        return connect(where, Transport.SOCKET);
    }

    @Override
    Rondo connectSubscribing(Path where) {
        return connect(where, Transport.SOCKET);
    }
}
