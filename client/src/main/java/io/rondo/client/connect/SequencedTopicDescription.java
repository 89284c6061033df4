package io.rondo.client.connect;

import io.rondo.client.Durability;
import io.rondo.client.FenceSide;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.SequencedTopic;
import io.rondo.client.SlowConsumer;
import io.rondo.client.StartPosition;
import io.rondo.client.WaitStrategy;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.core.segment.ChannelName;

/** The description of a sequenced topic. Immutable. */
final class SequencedTopicDescription implements SequencedTopic {
    private final ChannelRondo rondo;
    private final String name;
    private final SequencedSettings settings;

    SequencedTopicDescription(ChannelRondo rondo, String name, SequencedSettings settings) {
        // Checks the name, too.
        ChannelName.ingress(name);
        this.rondo = rondo;
        this.name = name;
        this.settings = settings;
    }

    private SequencedTopic with(SequencedSettings changed) {
        return new SequencedTopicDescription(rondo, name, changed);
    }

    private SequencedTopic with(ChannelSettings changed) {
        return with(settings.channel(changed));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SequencedTopic capacity(int bytes) {
        return with(settings.channel().capacity(bytes));
    }

    @Override
    public SequencedTopic maxMessageLength(int bytes) {
        return with(settings.channel().maxMessageLength(bytes));
    }

    @Override
    public SequencedTopic schema(int id, int version) {
        return with(settings.channel().schema(id, version));
    }

    @Override
    public SequencedTopic fileMode(int mode) {
        return with(settings.channel().fileMode(mode));
    }

    @Override
    public SequencedTopic fenceSide(FenceSide side) {
        return with(settings.channel().fenceSide(side));
    }

    @Override
    public SequencedTopic maxParticipants(int count) {
        return with(settings.channel().maxParticipants(count));
    }

    @Override
    public SequencedTopic durability(Durability durability) {
        return with(settings.durability(durability));
    }

    @Override
    public SequencedTopic waitStrategy(WaitStrategy strategy) {
        return with(settings.channel().waitStrategy(strategy));
    }

    @Override
    public SequencedTopic slowConsumer(SlowConsumer policy) {
        return with(settings.channel().slowConsumer(policy));
    }

    @Override
    public SequencedTopic from(StartPosition position) {
        return with(settings.from(position));
    }

    @Override
    public SequencedTopic durable(String subscription) {
        return with(settings.durable(subscription));
    }

    @Override
    public SequencedTopic producerId(long id) {
        return with(settings.producerId(id));
    }

    @Override
    public SequencedPublisher publisher() {
        return rondo.publisher(name, settings);
    }

    @Override
    public SequencedSubscriber subscriber() {
        return rondo.subscriber(name, settings);
    }

    @Override
    public void removeDurable(String subscription) {
        rondo.removeDurable(name, subscription, settings);
    }
}
