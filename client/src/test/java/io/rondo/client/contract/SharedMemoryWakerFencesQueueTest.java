package io.rondo.client.contract;

import io.rondo.client.ChannelOptions;
import io.rondo.core.layout.FenceSide;

class SharedMemoryWakerFencesQueueTest extends SharedMemoryContract
        implements
            QueueContract,
            ManyProducersContract,
            SharedMemoryQueueContract,
            SharedMemoryClaimContract {
    @Override
    ChannelOptions.Builder kind() {
        return ChannelOptions.builder().fenceSide(FenceSide.WAKER);
    }
}
