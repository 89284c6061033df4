package io.rondo.client.contract;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;

class SharedMemorySingleProducerQueueTest extends ChannelContract implements QueueContract, SingleProducerContract {
    @Override
    ChannelOptions.Builder kind() {
        return ChannelOptions.builder().kind(ChannelKind.QUEUE).singleProducer(true);
    }
}
