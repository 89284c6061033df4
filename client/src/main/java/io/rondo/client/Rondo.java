package io.rondo.client;

import io.rondo.client.connect.ChannelRondo;

/**
 * A process's entry to the channels of one directory. Thread-safe.
 *
 * <pre>{@code
 * try (Rondo rondo = Rondo.connect();
 *      Publisher orders = rondo.publisher("orders")) {
 *     orders.publish(buffer, 0, length);
 * }
 * }</pre>
 *
 * <p>Publishers and subscribers are to be closed. One that becomes unreachable without {@code close()} is closed some
 * time later, when the garbage collector finds it, with a warning that names the channel ({@link System.Logger} {@code
 * io.rondo}). A {@code Rondo} does not keep them reachable.
 */
public interface Rondo extends AutoCloseable {
    /**
     * Connects with the settings of {@link RondoConfig#load()}.
     *
     * @return the entry, to be closed
     * @throws io.rondo.core.RondoException if the directory cannot be used; the message says what to do
     */
    static Rondo connect() {
        return connect(RondoConfig.load());
    }

    /**
     * Connects with these settings.
     *
     * @param config the settings
     * @return the entry, to be closed
     * @throws io.rondo.core.RondoException if the directory cannot be used; the message says what to do
     */
    static Rondo connect(RondoConfig config) {
        return ChannelRondo.open(config);
    }

    /**
     * Opens or creates a channel with default options and attaches as a producer.
     *
     * @param channel 1 to 64 of {@code A-Z a-z 0-9 . _ -}, not starting with a dot
     * @return a publisher, to be closed
     */
    Publisher publisher(String channel);

    /**
     * Opens or creates a channel and attaches as a producer. Of an existing channel, only options that were set explicitly
     * are compared.
     *
     * @param channel as for {@link #publisher(String)}
     * @param options what to create or to expect
     * @return a publisher, to be closed
     * @throws IllegalArgumentException if the name or an option is invalid
     * @throws io.rondo.core.RondoException if the channel cannot be opened; the subclass and the message say why
     */
    Publisher publisher(String channel, ChannelOptions options);

    /**
     * Opens or creates a channel with default options and attaches as a consumer.
     *
     * @param channel as for {@link #publisher(String)}
     * @return a subscriber, to be closed
     */
    Subscriber subscriber(String channel);

    /**
     * Opens or creates a channel and attaches as a consumer. Of an existing channel, only options that were set explicitly
     * are compared.
     *
     * @param channel as for {@link #publisher(String)}
     * @param options what to create or to expect
     * @return a subscriber, to be closed
     * @throws IllegalArgumentException if the name or an option is invalid
     * @throws io.rondo.core.RondoException if the channel cannot be opened; the subclass and the message say why
     */
    Subscriber subscriber(String channel, ChannelOptions options);

    /** Closes every publisher and subscriber made here that is open. Callable from any thread, more than once. */
    @Override
    void close();
}
