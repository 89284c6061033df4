package io.rondo.client;

import java.time.Duration;

/**
 * An immutable description of a channel and of an endpoint of it. Each setter returns a changed copy. {@link #publisher()}
 * and {@link #subscriber()} create the channel if it does not exist, and attach. Thread-safe.
 *
 * <p>The properties of the channel (capacity, longest message, schema, ephemeral, file mode, fence side, maximum number of
 * participants, single producer) apply when it is created. On a channel that exists, those that were set must match and
 * the others are not compared. The other settings (wait strategy, transport, linger, allowed users and groups, slow
 * consumer policy, failing without a consumer) belong to the endpoint alone.
 *
 * @param <C> the kind of channel
 */
public interface Channel<C extends Channel<C>> {
    /**
     * The channel's name.
     *
     * @return the name
     */
    String name();

    /**
     * Sets the size of the data region. A message takes its length and 8 bytes, rounded up to a multiple of 64.
     *
     * <p>By default it is 1/1024 of the size of the file system that holds the directory, or of the memory limit of the
     * process that creates the channel if that is less; rounded down to a power of two, at least 1 MiB and at most 8 MiB.
     * It is 1 MiB on a disk, and for an owner without shared memory.
     *
     * @param bytes a power of two from 4096 to 512 MiB
     * @return a changed copy
     * @throws IllegalArgumentException if it is not such a power of two
     */
    C capacity(int bytes);

    /**
     * Sets the length of the longest message; by default the greatest that the capacity allows, which is half the
     * capacity less 8 bytes. Without a capacity that of 1 MiB counts on every machine: 524,280 bytes is the default, and
     * the most that can be set.
     *
     * @param bytes from 0
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative; a length that does not fit the capacity is found on opening
     */
    C maxMessageLength(int bytes);

    /**
     * Sets the SBE schema of the messages; by default 0 and 0, which stand for any.
     *
     * @param id from 0 to 65535
     * @param version from 0 to 65535
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     */
    C schema(int id, int version);

    /**
     * Sets whether the channel is removed with its last participant; false by default.
     *
     * @param ephemeral true to remove it
     * @return a changed copy
     */
    C ephemeral(boolean ephemeral);

    /**
     * Sets the mode of the segment's file; 0600 by default. A side that maps the segment compares it; over a socket it is
     * not compared.
     *
     * @param mode 0600 or 0660
     * @return a changed copy
     * @throws IllegalArgumentException if it is neither
     */
    C fileMode(int mode);

    /**
     * Sets the side that runs the memory fence of a wake-up; by default the sleeper where the kernel has
     * {@code membarrier}, the waker elsewhere.
     *
     * @param side the side
     * @return a changed copy
     */
    C fenceSide(FenceSide side);

    /**
     * Sets how many producers of a queue, or consumers of a topic, may be attached at the same time; 64 by default. The
     * other side, which exists once, is not counted. Set by the side that creates the channel. A side that maps the
     * segment compares it; over a socket it is not compared.
     *
     * @param count from 1 to 1024
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     */
    C maxParticipants(int count);

    /**
     * Sets the transport of this endpoint; by default {@link RondoConfig#transport()}.
     *
     * @param transport the transport
     * @return a changed copy
     */
    C transport(Transport transport);

    /**
     * Sets how this endpoint waits; {@link WaitStrategy#spinThenPark()} by default.
     *
     * @param strategy the strategy
     * @return a changed copy
     */
    C waitStrategy(WaitStrategy strategy);

    /**
     * Sets the longest time for which close() of this endpoint waits until connected peers have confirmed the messages
     * under way over sockets; 5 s by default. In shared memory no message is under way.
     *
     * @param longest zero does not wait
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    C linger(Duration longest);

    /**
     * Allows a further user to connect to the owner's socket. The user must be able to reach the socket's file, too. For
     * the owner (a queue's subscriber, a topic's publisher); has no effect on the other side.
     *
     * @param uid the user
     * @return a changed copy
     */
    C allowUid(int uid);

    /**
     * Allows the members of a group to connect to the owner's socket. They must be able to reach the socket's file, too.
     * Only the effective group of a process counts, not its supplementary groups. For the owner, as {@link #allowUid}.
     *
     * @param gid the group
     * @return a changed copy
     */
    C allowGid(int gid);

    /**
     * Opens or creates the channel and attaches as a producer. May wait: for at most 10 s while another process holds the
     * channel's lock, for at most 5 s while one holds the lock of its segment's file, and over a socket for at most 6 s
     * for the first connection. A publisher of a queue whose owner does not listen yet is returned without a connection.
     *
     * @return a publisher, to be closed
     * @throws IllegalArgumentException if the settings do not fit together
     * @throws InterruptedWaitException if the thread is interrupted while it waits for the channel's lock
     * @throws ClosedException if the {@link Rondo} is closed
     * @throws RondoException if the channel cannot be opened; the subclass and the message state the reason
     */
    Publisher publisher();

    /**
     * Opens or creates the channel and attaches as a consumer. May wait as {@link #publisher()} does.
     *
     * @return a subscriber, to be closed
     * @throws IllegalArgumentException if the settings do not fit together
     * @throws InterruptedWaitException if the thread is interrupted while it waits for the channel's lock
     * @throws ClosedException if the {@link Rondo} is closed
     * @throws RondoException if the channel cannot be opened; the subclass and the message state the reason
     */
    Subscriber subscriber();
}
