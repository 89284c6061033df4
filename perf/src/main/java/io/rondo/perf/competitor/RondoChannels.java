package io.rondo.perf.competitor;

import io.rondo.client.Channel;
import io.rondo.client.FenceSide;
import io.rondo.client.Rondo;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.perf.transport.Competitor;
import java.util.function.BiFunction;

/** The channels of Rondo that are measured, by their names. */
final class RondoChannels {
    private RondoChannels() {}

    /** Queues of many producers. */
    static BiFunction<Rondo, String, Channel<?>> waiting(WaitStrategy strategy) {
        return (rondo, name) -> rondo.queue(name).waitStrategy(strategy);
    }

    /** Queues of a single producer. */
    static BiFunction<Rondo, String, Channel<?>> singleProducer(WaitStrategy strategy) {
        return (rondo, name) -> rondo.queue(name).waitStrategy(strategy).singleProducer(true);
    }

    /** Queues of many producers, over sockets. */
    static BiFunction<Rondo, String, Channel<?>> overSocket(WaitStrategy strategy) {
        return (rondo, name) -> rondo.queue(name).waitStrategy(strategy).transport(Transport.SOCKET);
    }

    static BiFunction<Rondo, String, Channel<?>> topic(WaitStrategy strategy) {
        return (rondo, name) -> rondo.topic(name).waitStrategy(strategy);
    }

    /** A queue to a relay, and the topic to which it copies the messages. */
    static BiFunction<Rondo, String, Channel<?>> relayed(WaitStrategy strategy) {
        BiFunction<Rondo, String, Channel<?>> queue = waiting(strategy);
        BiFunction<Rondo, String, Channel<?>> topic = topic(strategy);
        return (rondo, name) -> (name.equals(Competitor.RELAYED) ? topic : queue).apply(rondo, name);
    }

    /** The same channels, with the fence of a wake-up on the side of the waker. */
    static BiFunction<Rondo, String, Channel<?>> wakerFence(BiFunction<Rondo, String, Channel<?>> channels) {
        return (rondo, name) -> channels.apply(rondo, name).fenceSide(FenceSide.WAKER);
    }
}
