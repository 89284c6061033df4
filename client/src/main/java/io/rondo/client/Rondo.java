package io.rondo.client;

import io.rondo.client.connect.ChannelRondo;
import java.util.Objects;

/**
 * A process's access to the channels of one directory. Thread-safe.
 *
 * <pre>{@code
 * try (Rondo rondo = Rondo.connect();
 *      Publisher orders = rondo.queue("orders").publisher()) {
 *     orders.publish(buffer, 0, length);
 * }
 * }</pre>
 *
 * <p>Publishers, subscribers, requesters and responders are to be closed. One that becomes unreachable without
 * {@code close()} is closed some time later, when the garbage collector finds it, with a warning that names the channel
 * ({@link System.Logger} {@code io.rondo}). A {@code Rondo} does not keep them reachable.
 */
public interface Rondo extends AutoCloseable {
    /**
     * Connects with the settings of {@link RondoConfig#load()}.
     *
     * @return the access, to be closed
     * @throws IllegalArgumentException if a setting is invalid; the message names it
     * @throws RondoException if the directory cannot be used; the message states the remedy
     */
    static Rondo connect() {
        return connect(RondoConfig.load());
    }

    /**
     * Connects with the given settings.
     *
     * @param config the settings
     * @return the access, to be closed
     * @throws RondoException if the directory cannot be used; the message states the remedy
     */
    static Rondo connect(RondoConfig config) {
        return ChannelRondo.open(Objects.requireNonNull(config, "config"));
    }

    /**
     * Describes a queue: many producers, one consumer. Creates nothing yet.
     *
     * @param name 1 to 64 of {@code A-Z a-z 0-9 . _ -}, not starting with a dot
     * @return the description with default settings
     * @throws IllegalArgumentException if the name is invalid
     */
    Queue queue(String name);

    /**
     * Describes a topic: one producer, many consumers. Creates nothing yet.
     *
     * @param name as for {@link #queue}
     * @return the description with default settings
     * @throws IllegalArgumentException if the name is invalid
     */
    Topic topic(String name);

    /**
     * Describes a work queue: many producers, many consumers that compete for the messages. Creates nothing yet.
     *
     * @param name as for {@link #queue}
     * @return the description with default settings
     * @throws IllegalArgumentException if the name is invalid
     */
    WorkQueue workQueue(String name);

    /**
     * Describes a sequenced topic: many producers, many consumers, one order that a broker determines. Creates nothing
     * yet.
     *
     * @param name as for {@link #queue}, at most 61 characters
     * @return the description with default settings
     * @throws IllegalArgumentException if the name is invalid
     */
    SequencedTopic sequencedTopic(String name);

    /**
     * Describes a service: many requesters, one responder, with responses. Creates nothing yet.
     *
     * @param name as for {@link #queue}, at most 47 characters
     * @return the description with default settings
     * @throws IllegalArgumentException if the name is invalid
     */
    Service service(String name);

    /**
     * Creates an empty wait set that spins for a while before it sleeps ({@link WaitStrategy#spinThenPark()}).
     *
     * @return the set, to be closed
     * @throws ClosedException after {@link #close()}
     */
    default WaitSet waitSet() {
        return waitSet(WaitStrategy.spinThenPark());
    }

    /**
     * Creates an empty wait set. It may hold subscribers of other {@code Rondo}s, of any wait strategy.
     *
     * @param strategy how {@link WaitSet#await} waits
     * @return the set, to be closed
     * @throws ClosedException after {@link #close()}
     */
    WaitSet waitSet(WaitStrategy strategy);

    /**
     * Closes every wait set and every open publisher, subscriber, requester and responder, in parallel, so that the longest
     * {@link Channel#linger} bounds the wait. Idempotent; any thread. An open claim is given up at once; a commit of it
     * then throws {@link ClosedException}.
     *
     * @throws RondoException if an endpoint fails to close; the failures of further ones are suppressed exceptions
     */
    @Override
    void close();
}
