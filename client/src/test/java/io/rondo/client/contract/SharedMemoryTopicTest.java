package io.rondo.client.contract;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;

class SharedMemoryTopicTest extends SharedMemoryContract
        implements
            TopicContract,
            EvictionContract,
            SingleProducerContract,
            SharedMemoryTopicContract {
    @Override
    ChannelOptions.Builder kind() {
        return ChannelOptions.builder().kind(ChannelKind.TOPIC);
    }
}
