package io.rondo.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.agrona.DirectBuffer;

/**
 * Writes messages to one channel. A message is delivered whole or not at all, and one publisher's messages keep their
 * order.
 *
 * <p>Used by one thread at a time, except {@link #close()}, {@link #confirmed()}, {@link #consumers()} and {@link
 * #producers()}, which any thread may call. A call during a call, a wait or an open claim of another thread throws {@link
 * IllegalStateException}, writes nothing and does not disturb the other thread. Of two calls that begin at the same
 * time, both may throw. Threads may take turns if they synchronise; a publisher that a second thread has used is slower
 * by some nanoseconds per call. Publishers are cheap: make one per thread. No method allocates per message, apart from
 * those that take a {@code byte[]} or a {@link ByteBuffer}, and the cold paths that wait or throw.
 *
 * <p>After {@link #close()} every method but {@code close}, {@code confirmed}, {@code maxMessageLength}, {@code channel}
 * and {@code transport} throws {@link ClosedException}, also a call that waits at that moment.
 *
 * <p>A virtual thread that calls {@link #tryPublish} or {@link #tryClaim} in a loop until there is room keeps its
 * carrier. It must park between calls (see {@link WaitStrategy}), or call {@link #publish} or {@link #claim}, which do.
 */
public interface Publisher extends AutoCloseable {
    /**
     * Returned when the channel is full: nothing was written. Also returned while another producer of the queue that has
     * waited for room for at least 20 ms has priority. The priority ends when that producer's message is published, and
     * at the latest 50 ms after there is room for the message.
     */
    long BACK_PRESSURED = -1;

    /**
     * Returned when no consumer can take the message: nothing was written. Over a socket and in shared memory by
     * descriptor, while no owner is connected; by path only with {@link Queue#failWithoutConsumer}.
     */
    long NOT_CONNECTED = -2;

    /**
     * Publishes a copy of the message if there is room now.
     *
     * @param buffer holds the message
     * @param offset index of its first byte
     * @param length its length in bytes, from 0 to {@link #maxMessageLength()}
     * @return the message's sequence (1, 2, 3 ... of this publisher) or {@link #BACK_PRESSURED}; over a socket also
     *         {@link #NOT_CONNECTED}
     * @throws IllegalArgumentException if the message is longer than {@link #maxMessageLength()}
     * @throws IndexOutOfBoundsException if the range is not within {@code buffer}
     * @throws IllegalStateException if a claim of this publisher is open, or another thread uses it
     * @throws ClosedException after {@link #close()}
     * @throws ChannelRemovedException if the channel's file was removed or replaced
     * @throws CorruptSegmentException if the channel's file was overwritten
     * @throws DeliveryUnknownException if messages sent over a socket were not confirmed when the owner ended, or
     *         messages in a segment by descriptor when another owner followed without that segment; thrown once
     * @throws ChannelMismatchException over a socket, by every call, if the owner's channel does not fit these settings;
     *         open a new publisher
     * @throws UnavailableException over a socket, by every call, if the channel's owner does not listen on a socket
     * @throws RondoException over a socket, by every call, if the owner has rejected this publisher for good; the
     *         subclass and the message state the reason
     */
    long tryPublish(DirectBuffer buffer, int offset, int length);

    /**
     * Publishes a copy of the message, waiting for room as long as it takes. A call that has waited for 20 ms while
     * other producers of the queue published has priority over them, so a large message waits no longer than the
     * consumer takes to free its room. Several waiting calls have priority one after the other, in no fixed order.
     * Throws also what {@link #tryPublish} throws.
     *
     * @param buffer as for {@link #tryPublish}
     * @param offset as for {@link #tryPublish}
     * @param length as for {@link #tryPublish}
     * @return the message's sequence; {@link #NOT_CONNECTED} only with {@link Queue#failWithoutConsumer}
     * @throws InterruptedWaitException if the thread is interrupted while it waits; nothing was written
     * @throws ClosedException after {@link #close()}, also by another thread during the wait; nothing was written
     */
    long publish(DirectBuffer buffer, int offset, int length);

    /**
     * Publishes a copy of the message, waiting for room at most {@code timeout}. Throws also what {@link #tryPublish}
     * throws.
     *
     * @param buffer as for {@link #tryPublish}
     * @param offset as for {@link #tryPublish}
     * @param length as for {@link #tryPublish}
     * @param timeout the longest wait; zero or less does not wait
     * @return the message's sequence; {@link #BACK_PRESSURED} on timeout, or over a socket {@link #NOT_CONNECTED}; with
     *         {@link Queue#failWithoutConsumer} {@link #NOT_CONNECTED} also before the timeout
     * @throws InterruptedWaitException if the thread is interrupted while it waits; nothing was written
     * @throws ClosedException after {@link #close()}, also by another thread during the wait; nothing was written
     */
    long publish(DirectBuffer buffer, int offset, int length, Duration timeout);

    /**
     * Publishes a copy of the array, as {@link #tryPublish(DirectBuffer, int, int)} does.
     *
     * @param message all of it is the message
     * @return as for {@link #tryPublish(DirectBuffer, int, int)}
     */
    default long tryPublish(byte[] message) {
        return tryPublish(Buffers.wrap(message), 0, message.length);
    }

    /**
     * Publishes a copy of the array, as {@link #publish(DirectBuffer, int, int)} does.
     *
     * @param message all of it is the message
     * @return as for {@link #publish(DirectBuffer, int, int)}
     */
    default long publish(byte[] message) {
        return publish(Buffers.wrap(message), 0, message.length);
    }

    /**
     * Publishes a copy of the array, as {@link #publish(DirectBuffer, int, int, Duration)} does.
     *
     * @param message all of it is the message
     * @param timeout the longest wait; zero or less does not wait
     * @return as for {@link #publish(DirectBuffer, int, int, Duration)}
     */
    default long publish(byte[] message, Duration timeout) {
        return publish(Buffers.wrap(message), 0, message.length, timeout);
    }

    /**
     * Publishes a copy of the bytes from position to limit, as {@link #tryPublish(DirectBuffer, int, int)} does. As in a
     * {@link java.nio.channels.WritableByteChannel}, the position then equals the limit; it is unchanged if nothing was
     * published.
     *
     * @param message a heap, direct or read-only buffer
     * @return as for {@link #tryPublish(DirectBuffer, int, int)}
     */
    default long tryPublish(ByteBuffer message) {
        return Buffers.consumed(message, tryPublish(Buffers.wrap(message), 0, message.remaining()));
    }

    /**
     * Publishes a copy of the bytes from position to limit, as {@link #publish(DirectBuffer, int, int)} does. The position
     * changes as by {@link #tryPublish(ByteBuffer)}.
     *
     * @param message a heap, direct or read-only buffer
     * @return as for {@link #publish(DirectBuffer, int, int)}
     */
    default long publish(ByteBuffer message) {
        return Buffers.consumed(message, publish(Buffers.wrap(message), 0, message.remaining()));
    }

    /**
     * Publishes a copy of the bytes from position to limit, as {@link #publish(DirectBuffer, int, int, Duration)} does.
     * The position changes as by {@link #tryPublish(ByteBuffer)}.
     *
     * @param message a heap, direct or read-only buffer
     * @param timeout the longest wait; zero or less does not wait
     * @return as for {@link #publish(DirectBuffer, int, int, Duration)}
     */
    default long publish(ByteBuffer message, Duration timeout) {
        return Buffers.consumed(message,
                publish(Buffers.wrap(message), 0, message.remaining(), timeout));
    }

    /**
     * Reserves space for a message that is written in place, if there is room now. Null is a normal result: {@link
     * Claim} shows how to use it with try-with-resources, which does not close a null resource. Throws also what {@link
     * #tryPublish} throws.
     *
     * @param length the most bytes the message may need, from 0 to {@link #maxMessageLength()}
     * @return the claim, or null when there is no room now
     * @throws IllegalArgumentException if {@code length} is out of range
     * @throws IllegalStateException if a claim is open already, or another thread uses this publisher
     * @throws ClosedException after {@link #close()}
     */
    Claim tryClaim(int length);

    /**
     * Reserves space for a message, waiting for room as long as it takes. Throws also what {@link #tryClaim} throws.
     *
     * @param length as for {@link #tryClaim}
     * @return the claim; null only with {@link Queue#failWithoutConsumer}, when no consumer lives
     * @throws InterruptedWaitException if the thread is interrupted while it waits
     * @throws ClosedException after {@link #close()}, also by another thread during the wait
     */
    Claim claim(int length);

    /**
     * Reserves space for a message, waiting for room at most {@code timeout}. Throws also what {@link #tryClaim} throws.
     *
     * @param length as for {@link #tryClaim}
     * @param timeout the longest wait; zero or less does not wait
     * @return the claim, or null on timeout; with {@link Queue#failWithoutConsumer} null also before the timeout, when
     *         no consumer lives
     * @throws InterruptedWaitException if the thread is interrupted while it waits
     * @throws ClosedException after {@link #close()}, also by another thread during the wait
     */
    Claim claim(int length, Duration timeout);

    /**
     * The last sequence that is safe from the death of this process: in the segment; over a socket, in the owner's
     * segment or consumed; over a socket to the owner of an ephemeral queue, consumed; by descriptor, consumed, because
     * the segment may end with the owner's container. Any thread, also after {@link #close()}.
     *
     * @return the last confirmed sequence; all before it are confirmed, too, except those that a {@link
     *         DeliveryUnknownException} reported; 0 before the first
     */
    long confirmed();

    /**
     * The longest message of this channel. Over a socket the owner states it: before the first connection this is the
     * length that {@link Channel#maxMessageLength} set, or 268,435,448, the longest message of any channel; a later owner
     * with a smaller limit reduces it. Any thread.
     *
     * @return length in bytes
     */
    int maxMessageLength();

    /**
     * Counts the live consumers. In shared memory this asks the kernel. Over a socket it asks the owner and waits for the
     * answer for up to 1 s; then the owner's last answer counts. Any thread.
     *
     * @return the number of live attached consumers, without evicted ones; over a socket 0 while no owner is connected
     * @throws ClosedException after {@link #close()}
     * @throws UnavailableException by descriptor, if the owner has no segment to pass
     */
    int consumers();

    /**
     * Counts the live producers, as {@link #consumers()} counts consumers. Any thread.
     *
     * @return the number of live attached producers, this one included; over a socket 1 while no owner is connected
     * @throws ClosedException after {@link #close()}
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
     * Detaches, aborting an open claim. Any thread; idempotent. Ends a waiting call of this publisher. Over a socket it
     * first waits until everything is confirmed, at most for {@link Channel#linger}. An interrupt of the thread ends that
     * wait; the thread stays interrupted.
     *
     * @throws DeliveryUnknownException if messages sent over a socket are not confirmed, also because of an interrupt;
     *         by descriptor, if messages are not confirmed and their owner is gone; this is closed nevertheless
     * @throws ChannelRemovedException if the segment was removed with unread messages and no call has reported that
     */
    @Override
    void close();
}
