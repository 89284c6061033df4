package io.rondo.client.contract;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;

class SharedMemoryQueueTest extends ChannelContract implements QueueContract, ManyProducersContract {
    @Override
    ChannelOptions.Builder kind() {
        return ChannelOptions.builder().kind(ChannelKind.QUEUE).singleProducer(false);
    }
}
