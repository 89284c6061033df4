package io.rondo.client.contract;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.core.segment.Role;

/** What the tests of a contract are written against. */
interface Contract {
    /** The name of the channel, where one is enough. */
    String CHANNEL = "contract";

    /** Options of the kind under test, with room for a few hundred messages. */
    ChannelOptions.Builder options();

    /** Where publishers come from. */
    Rondo publishing();

    /** Where subscribers come from; may be the same. */
    Rondo subscribing();

    /** Returns when so many participants of a channel have gone to sleep at least once. */
    void awaitParked(String channel, Role role, int participants);

    default Publisher publisher() {
        return publisher(CHANNEL, options());
    }

    default Publisher publisher(String channel, ChannelOptions.Builder options) {
        return publishing().publisher(channel, options.build());
    }

    default Subscriber subscriber() {
        return subscriber(CHANNEL, options());
    }

    default Subscriber subscriber(String channel, ChannelOptions.Builder options) {
        return subscribing().subscriber(channel, options.build());
    }
}
