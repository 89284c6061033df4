package io.rondo.client.contract;

import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;

class SharedMemoryTopicTest extends SharedMemoryContract
        implements
            TopicContract,
            EvictionContract,
            SingleProducerContract,
            SharedMemoryTopicContract {
    @Override
    ChannelSettings kind() {
        return ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC);
    }
}
