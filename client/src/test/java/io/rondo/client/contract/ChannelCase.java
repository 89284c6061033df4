package io.rondo.client.contract;

import io.rondo.client.Channel;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A channel for which a contract test runs.
 *
 * @param kind of the channel
 * @param wiring of its publishers and subscribers
 */
record ChannelCase(Kind kind, Wiring wiring) {
    /** The kinds of channels. */
    enum Kind {
        QUEUE, SINGLE_PRODUCER_QUEUE, TOPIC
    }

    /** Each kind over each wiring, as far as the case {@linkplain #differs differs} from the others. */
    static Stream<ChannelCase> all(Wiring... wirings) {
        return combine(EnumSet.allOf(Kind.class), wirings).filter(ChannelCase::differs);
    }

    /** Both kinds of queue over each wiring, as far as the case {@linkplain #differs differs} from the others. */
    static Stream<ChannelCase> queues(Wiring... wirings) {
        return combine(EnumSet.of(Kind.QUEUE, Kind.SINGLE_PRODUCER_QUEUE), wirings).filter(ChannelCase::differs);
    }

    /** The queue of many producers over each wiring. */
    static Stream<ChannelCase> manyProducers(Wiring... wirings) {
        return combine(EnumSet.of(Kind.QUEUE), wirings);
    }

    /** The kinds with one producer over each wiring. */
    static Stream<ChannelCase> singleProducer(Wiring... wirings) {
        return combine(EnumSet.of(Kind.SINGLE_PRODUCER_QUEUE, Kind.TOPIC), wirings);
    }

    /** Topics over each wiring. */
    static Stream<ChannelCase> topics(Wiring... wirings) {
        return combine(EnumSet.of(Kind.TOPIC), wirings);
    }

    private static Stream<ChannelCase> combine(Set<Kind> kinds, Wiring... wirings) {
        return Stream.of(wirings).flatMap(wiring -> kinds.stream().map(kind -> new ChannelCase(kind, wiring)));
    }

    /**
     * Whether a case runs code that the other cases do not run. The kind of a queue selects the ring. A peer by descriptor uses
     * the ring of shared memory, and the peers of a mixed channel use the two transports of other wirings. So the
     * single-producer queue runs over those, and only {@link SingleProducerTest} combines it with each wiring.
     */
    private boolean differs() {
        return kind != Kind.SINGLE_PRODUCER_QUEUE || wiring != Wiring.DESCRIPTORS && wiring != Wiring.MIXED;
    }

    boolean isTopic() {
        return kind == Kind.TOPIC;
    }

    /** The connections of the publishers, which use them in turn. */
    List<Rondo> connectPublishers(Path directory) {
        return connect(isTopic() ? List.of(wiring.owner(directory)) : wiring.peers(directory));
    }

    /** The connections of the subscribers, which use them in turn. */
    List<Rondo> connectSubscribers(Path directory) {
        return connect(isTopic() ? wiring.peers(directory) : List.of(wiring.owner(directory)));
    }

    private static List<Rondo> connect(List<RondoConfig> configs) {
        return configs.stream().map(Rondo::connect).toList();
    }

    Channel<?> describe(Rondo rondo, String channel) {
        return wiring.describe(switch (kind) {
            case QUEUE -> rondo.queue(channel).singleProducer(false);
            case SINGLE_PRODUCER_QUEUE -> rondo.queue(channel).singleProducer(true);
            case TOPIC -> rondo.topic(channel);
        });
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " over " + wiring;
    }
}
