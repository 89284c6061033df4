package io.rondo.client.contract;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.core.layout.FenceSide;

class SharedMemoryWakerFencesTopicTest extends SharedMemoryContract
        implements
            TopicContract,
            EvictionContract,
            SingleProducerContract,
            SharedMemoryTopicContract {
    @Override
    ChannelOptions.Builder kind() {
        return ChannelOptions.builder().kind(ChannelKind.TOPIC).fenceSide(FenceSide.WAKER);
    }
}
