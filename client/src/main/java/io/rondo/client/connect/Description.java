package io.rondo.client.connect;

import io.rondo.client.Channel;
import io.rondo.client.FenceSide;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.core.segment.ChannelName;
import java.time.Duration;

/** The description of a channel of any kind. Immutable. */
abstract class Description<C extends Channel<C>> implements Channel<C> {
    private final ChannelRondo rondo;
    private final String name;
    private final ChannelSettings settings;

    Description(ChannelRondo rondo, String name, ChannelSettings settings) {
        ChannelName.require(name);
        this.rondo = rondo;
        this.name = name;
        this.settings = settings;
    }

    /** Creates a copy with other settings. */
    abstract C with(ChannelSettings changed);

    final ChannelRondo rondo() {
        return rondo;
    }

    final ChannelSettings settings() {
        return settings;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final C capacity(int bytes) {
        return with(settings.capacity(bytes));
    }

    @Override
    public final C maxMessageLength(int bytes) {
        return with(settings.maxMessageLength(bytes));
    }

    @Override
    public final C schema(int id, int version) {
        return with(settings.schema(id, version));
    }

    @Override
    public final C ephemeral(boolean ephemeral) {
        return with(settings.ephemeral(ephemeral));
    }

    @Override
    public final C fileMode(int mode) {
        return with(settings.fileMode(mode));
    }

    @Override
    public final C fenceSide(FenceSide side) {
        return with(settings.fenceSide(side));
    }

    @Override
    public final C maxParticipants(int count) {
        return with(settings.maxParticipants(count));
    }

    @Override
    public final C transport(Transport transport) {
        return with(settings.transport(transport));
    }

    @Override
    public final C waitStrategy(WaitStrategy strategy) {
        return with(settings.waitStrategy(strategy));
    }

    @Override
    public final C linger(Duration longest) {
        return with(settings.linger(longest));
    }

    @Override
    public final C allowUid(int uid) {
        return with(settings.allowUid(uid));
    }

    @Override
    public final C allowGid(int gid) {
        return with(settings.allowGid(gid));
    }

    @Override
    public final Publisher publisher() {
        return rondo.publisher(name, settings);
    }

    @Override
    public Subscriber subscriber() {
        return rondo.subscriber(name, settings);
    }
}
