package io.rondo.client.connect;

import io.rondo.client.Queue;
import io.rondo.client.settings.ChannelSettings;

/** The description of a queue. Immutable. */
final class QueueDescription extends Description<Queue> implements Queue {
    QueueDescription(ChannelRondo rondo, String name, ChannelSettings settings) {
        super(rondo, name, settings);
    }

    @Override
    Queue with(ChannelSettings changed) {
        return new QueueDescription(rondo(), name(), changed);
    }

    @Override
    public Queue singleProducer(boolean singleProducer) {
        return with(settings().singleProducer(singleProducer));
    }

    @Override
    public Queue failWithoutConsumer(boolean fail) {
        return with(settings().failWithoutConsumer(fail));
    }
}
