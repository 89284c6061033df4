package io.rondo.client.contract;

import io.rondo.client.FenceSide;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;

class SharedMemoryWakerFencesTopicTest extends SharedMemoryContract
        implements
            TopicContract,
            EvictionContract,
            SingleProducerContract,
            SharedMemoryTopicContract {
    @Override
    ChannelSettings kind() {
        return ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC).fenceSide(FenceSide.WAKER);
    }
}
