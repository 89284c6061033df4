package io.rondo.client.contract;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;

class SharedMemorySingleProducerQueueTest extends SharedMemoryContract
        implements
            QueueContract,
            SingleProducerContract,
            SharedMemoryQueueContract {
    @Override
    ChannelOptions.Builder kind() {
        return ChannelOptions.builder().kind(ChannelKind.QUEUE).singleProducer(true);
    }
}
