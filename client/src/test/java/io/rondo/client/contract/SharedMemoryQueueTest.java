package io.rondo.client.contract;

import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;

class SharedMemoryQueueTest extends SharedMemoryContract
        implements
            QueueContract,
            ManyProducersContract,
            SharedMemoryQueueContract,
            SharedMemoryClaimContract {
    @Override
    ChannelSettings kind() {
        return ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE).singleProducer(false);
    }
}
