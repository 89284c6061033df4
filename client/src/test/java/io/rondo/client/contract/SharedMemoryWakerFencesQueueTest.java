package io.rondo.client.contract;

import io.rondo.client.FenceSide;
import io.rondo.client.settings.ChannelSettings;

class SharedMemoryWakerFencesQueueTest extends SharedMemoryContract
        implements
            QueueContract,
            ManyProducersContract,
            SharedMemoryQueueContract,
            SharedMemoryClaimContract {
    @Override
    ChannelSettings kind() {
        return ChannelSettings.DEFAULTS.fenceSide(FenceSide.WAKER);
    }
}
