package io.rondo.client;

import java.time.Duration;

/**
 * The description of a work queue: many producers, and many consumers that compete for the messages. One consumer at a time
 * holds a message. It acknowledges the message, which frees its space, or returns it, and then any consumer may receive it
 * again. If that consumer dies, another one receives the message. So a message is processed at least once.
 *
 * <p>Publishers and subscribers use every transport. At least one subscriber opens the segment by its path with {@link
 * Transport#AUTO}: one of these listens on a socket and serves participants without the path. Another one takes its place
 * within about a second after it has ended. {@link #maxParticipants} counts producers and consumers separately, and is at
 * most 512.
 */
public interface WorkQueue extends Channel<WorkQueue> {
    /**
     * Sets after how many deliveries a message becomes a dead letter; without a limit by default. A channel's property. The
     * consumer that finds such a message publishes it on the {@link #deadLetters} channel and acknowledges it.
     *
     * @param deliveries from 1 to 1023; 0 without a limit
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     */
    WorkQueue maxDeliveries(int deliveries);

    /**
     * Sets the time after which another consumer may take a message over from a consumer that lives, but has not
     * acknowledged it; without a deadline by default. A channel's property. The acknowledgement that comes too late throws
     * {@link LeaseLostException}. Once the deadline is over, the view of the message may show bytes of a later one, so
     * a handler that may be late copies the message first.
     *
     * @param deadline from 1 ms to 1 h, in whole milliseconds; zero for none
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     */
    WorkQueue processingDeadline(Duration deadline);

    /**
     * Sets the channel for messages that were delivered {@link #maxDeliveries} times: a queue, {@code <name>.dead} by
     * default. It is created if it does not exist. For subscribers; all those of one work queue should name the same. For
     * a subscriber over a socket, the listening subscriber publishes to the channel that it has named itself. The messages
     * have the form of {@link DeadLetter}.
     *
     * @param channel the name
     * @return a changed copy
     * @throws IllegalArgumentException if the name is invalid, or is the work queue's own
     */
    WorkQueue deadLetters(String channel);

    /**
     * Opens or creates the work queue and attaches as one of its consumers. If the work queue limits deliveries, also opens
     * the channel for dead letters.
     *
     * @return a subscriber, to be closed
     * @throws IllegalArgumentException if the settings do not fit together
     * @throws ChannelMismatchException if the work queue has other properties, or the longest message of the channel for
     *         dead letters is too short
     * @throws InterruptedWaitException if the thread is interrupted while it waits for the channel's lock
     * @throws ClosedException if the {@link Rondo} is closed
     * @throws RondoException if a channel cannot be opened; the subclass and the message state the reason
     */
    @Override
    WorkSubscriber subscriber();
}
