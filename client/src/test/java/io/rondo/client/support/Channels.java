package io.rondo.client.support;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.connect.ChannelRondo;
import io.rondo.client.settings.ChannelSettings;

/** Opens channels with settings that a test hands around, also without naming a kind. */
public final class Channels {
    private Channels() {}

    public static Publisher publisher(Rondo rondo, String channel, ChannelSettings settings) {
        return ((ChannelRondo) rondo).publisher(channel, settings);
    }

    public static Subscriber subscriber(Rondo rondo, String channel, ChannelSettings settings) {
        return ((ChannelRondo) rondo).subscriber(channel, settings);
    }
}
