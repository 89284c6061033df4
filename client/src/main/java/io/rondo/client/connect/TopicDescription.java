package io.rondo.client.connect;

import io.rondo.client.SlowConsumer;
import io.rondo.client.Topic;
import io.rondo.client.settings.ChannelSettings;

/** The description of a topic. Immutable. */
final class TopicDescription extends Description<Topic> implements Topic {
    TopicDescription(ChannelRondo rondo, String name, ChannelSettings settings) {
        super(rondo, name, settings);
    }

    @Override
    Topic with(ChannelSettings changed) {
        return new TopicDescription(rondo(), name(), changed);
    }

    @Override
    public Topic slowConsumer(SlowConsumer policy) {
        return with(settings().slowConsumer(policy));
    }
}
