package io.rondo.client;

import java.time.Duration;
import org.agrona.DirectBuffer;

/**
 * Writes messages to one channel. A message is delivered whole or not at all, and one publisher's messages keep their order.
 *
 * <p>Used by one thread at a time, except {@link #close()}, {@link #consumers()} and {@link #producers()}, which any
 * thread may call. A call during a call, a wait or an open claim of another thread throws {@link
 * IllegalStateException}, writes nothing and does not disturb the other thread. Threads may take turns if they
 * synchronise; a publisher that a second thread has used is slower by some nanoseconds per call. Publishers are cheap:
 * make one per thread. No method allocates per message, apart from the cold paths that wait or throw.
 *
 * <p>A virtual thread that calls {@link #tryPublish} or {@link #tryClaim} in a loop until there is room keeps its
 * carrier. It must park between calls (see {@link io.rondo.core.wait.WaitStrategy}), or call {@link #publish} or {@link
 * #claim}, which do.
 */
public interface Publisher extends AutoCloseable {
    /**
     * Returned when the channel is full: nothing was written. Also while another producer of the queue takes
     * precedence, which has waited for room for 20 ms or longer: until its message is published, and at most 50 ms from
     * the moment at which there is room for that message.
     */
    long BACK_PRESSURED = -1;

    /** Returned when nobody is there to take the message: nothing was written. */
    long NOT_CONNECTED = -2;

    /** Returned after {@link #close()}: nothing was written. */
    long CLOSED = -3;

    /**
     * Publishes a copy of the message if there is room now.
     *
     * @param buffer holds the message
     * @param offset index of its first byte
     * @param length its length in bytes, from 0 to {@link #maxMessageLength()}
     * @return the message's sequence (1, 2, 3 ... of this publisher), or {@link #BACK_PRESSURED}, {@link #NOT_CONNECTED} or
     *         {@link #CLOSED}
     * @throws IllegalArgumentException if the message is longer than {@link #maxMessageLength()}
     * @throws IndexOutOfBoundsException if the range is not within {@code buffer}
     * @throws IllegalStateException if a claim of this publisher is open, or another thread uses it
     * @throws io.rondo.core.ChannelRemovedException if the channel's file was removed or replaced
     * @throws io.rondo.core.CorruptSegmentException if the channel's file was overwritten
     */
    long tryPublish(DirectBuffer buffer, int offset, int length);

    /**
     * Publishes a copy of the message, waiting for room as long as it takes. A call that has waited for 20 ms while
     * other producers of the queue published takes precedence over them, so a large message waits no longer than the
     * consumer takes to free its room. Several waiting calls take precedence one after the other, in no fixed order.
     *
     * @param buffer as for {@link #tryPublish}
     * @param offset as for {@link #tryPublish}
     * @param length as for {@link #tryPublish}
     * @return the message's sequence, or {@link #NOT_CONNECTED} or {@link #CLOSED}
     * @throws io.rondo.core.InterruptedWaitException if the thread is interrupted while it waits; nothing was written
     */
    long publish(DirectBuffer buffer, int offset, int length);

    /**
     * Publishes a copy of the message, waiting for room at most {@code timeout}.
     *
     * @param buffer as for {@link #tryPublish}
     * @param offset as for {@link #tryPublish}
     * @param length as for {@link #tryPublish}
     * @param timeout the longest wait; zero does not wait
     * @return the message's sequence, or {@link #BACK_PRESSURED} on timeout, or {@link #NOT_CONNECTED} or {@link #CLOSED}
     * @throws io.rondo.core.InterruptedWaitException if the thread is interrupted while it waits; nothing was written
     */
    long publish(DirectBuffer buffer, int offset, int length, Duration timeout);

    /**
     * Reserves space for a message, to be written in place. In try-with-resources the result is checked inside: a null
     * resource is not closed.
     *
     * @param length length of the message in bytes, from 0 to {@link #maxMessageLength()}
     * @return the claim, or null when there is no room now
     * @throws IllegalArgumentException if {@code length} is out of range
     * @throws IllegalStateException if a claim is open already, or another thread uses this publisher
     * @throws io.rondo.core.ClosedException after {@link #close()}
     */
    Claim tryClaim(int length);

    /**
     * Reserves space for a message, waiting for room as long as it takes.
     *
     * @param length as for {@link #tryClaim}
     * @return the claim; null only with the option {@code failWithoutConsumer}, when no consumer lives
     * @throws io.rondo.core.InterruptedWaitException if the thread is interrupted while it waits
     * @throws io.rondo.core.ClosedException after {@link #close()}, also by another thread during the wait
     */
    Claim claim(int length);

    /**
     * How far this publisher's messages are safe: in the segment, or, over a socket, in the owner's segment or
     * consumed; over a socket to the owner of an ephemeral queue, consumed. Callable from any thread.
     *
     * @return the last sequence that is confirmed, and all before it are, except those of which a
     *         {@link io.rondo.core.DeliveryUnknownException} told; 0 before the first
     */
    long confirmed();

    /**
     * The longest message this channel takes.
     *
     * @return length in bytes
     */
    int maxMessageLength();

    /**
     * Asks the kernel which consumers live.
     *
     * @return the number of attached consumers that live, without those that were evicted; over a socket, as the owner says
     * @throws io.rondo.core.ClosedException after {@link #close()}
     */
    int consumers();

    /**
     * Asks the kernel which producers live.
     *
     * @return the number of attached producers that live, this one included
     * @throws io.rondo.core.ClosedException after {@link #close()}
     */
    int producers();

    /**
     * The channel's name.
     *
     * @return the name
     */
    String channel();

    /**
     * The transport in use.
     *
     * @return never {@link Transport#AUTO}
     */
    Transport transport();

    /**
     * Detaches, aborting an open claim. Callable from any thread, more than once; wakes a waiting call of this publisher. Over a socket it
     * first waits until everything is confirmed, at most for {@link ChannelOptions#linger()}.
     *
     * @throws io.rondo.core.DeliveryUnknownException if messages sent over a socket are not confirmed; this is closed nevertheless
     */
    @Override
    void close();
}
