package io.rondo.client.contract;

import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;

class SharedMemorySingleProducerQueueTest extends SharedMemoryContract
        implements
            QueueContract,
            SingleProducerContract,
            SharedMemoryQueueContract {
    @Override
    ChannelSettings kind() {
        return ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE).singleProducer(true);
    }
}
