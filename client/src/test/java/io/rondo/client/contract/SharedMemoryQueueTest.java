package io.rondo.client.contract;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;

class SharedMemoryQueueTest extends SharedMemoryContract
        implements
            QueueContract,
            ManyProducersContract,
            SharedMemoryQueueContract,
            SharedMemoryClaimContract {
    @Override
    ChannelOptions.Builder kind() {
        return ChannelOptions.builder().kind(ChannelKind.QUEUE).singleProducer(false);
    }
}
