package io.rondo.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.agrona.DirectBuffer;

/**
 * A requester of a service: sends requests and receives responses. {@link #call(DirectBuffer, int, int)} sends one
 * request and waits for its response. {@link #send(DirectBuffer, int, int)} and {@link #poll} keep many requests in
 * flight: each request has a correlation id and ends in exactly one {@link Outcome}, which a poll delivers.
 *
 * <pre>{@code
 * try (Requester requester = rondo.service("quotes").requester()) {
 *     long correlation = requester.send(buffer, 0, length);
 *     requester.receive(response -> {
 *         if (response.correlation() == correlation && response.outcome() == Outcome.RESPONSE) {
 *             use(response.buffer(), response.offset(), response.length());
 *         }
 *     }, 16, Duration.ofSeconds(1));
 * }
 * }</pre>
 *
 * <p>A requester belongs to one thread at a time; a call by a second thread throws {@link IllegalStateException} where
 * it is noticed. Each requester has a response queue of its own, so it never receives the responses to another one.
 *
 * <p>After {@link #close()} every method but {@code close}, {@code late}, {@code maxMessageLength}, {@code service} and
 * {@code transport} throws {@link ClosedException}. Requests that are in flight on closing have no outcome.
 */
public interface Requester extends AutoCloseable {
    /**
     * Sends a request with the deadline of the service. Never waits.
     *
     * @param buffer contains the request
     * @param offset index of its first byte
     * @param length in bytes, from 0 to {@link #maxMessageLength()}
     * @return the correlation id, from 1; {@link Publisher#BACK_PRESSURED} if the queue is full, {@link
     *         Publisher#NOT_CONNECTED} if it is full or not reachable and no responder is attached. Nothing was sent then
     * @throws IllegalArgumentException if the length is out of range
     * @throws IndexOutOfBoundsException if the range is not inside the buffer
     * @throws IllegalStateException if a claim is open, or another thread uses this requester
     * @throws ClosedException after {@link #close()}
     * @throws RondoException as {@link Publisher#tryPublish}
     */
    long trySend(DirectBuffer buffer, int offset, int length);

    /**
     * Sends a request with the deadline of the service, 5 s by default, and waits for room until that deadline at the
     * latest. Throws also what {@link #trySend(DirectBuffer, int, int)} throws.
     *
     * @param buffer contains the request
     * @param offset index of its first byte
     * @param length in bytes, from 0 to {@link #maxMessageLength()}
     * @return as {@link #trySend(DirectBuffer, int, int)}
     * @throws InterruptedWaitException if the thread is interrupted while it waits; nothing was sent
     */
    long send(DirectBuffer buffer, int offset, int length);

    /**
     * Sends a request, waiting for room until its deadline. Throws also what {@link #trySend(DirectBuffer, int, int)} throws.
     *
     * @param buffer contains the request
     * @param offset index of its first byte
     * @param length in bytes, from 0 to {@link #maxMessageLength()}
     * @param deadline the time in which it must be answered, from 1 ns to 20 days
     * @return as {@link #trySend(DirectBuffer, int, int)}
     * @throws IllegalArgumentException if the deadline or the length is out of range
     * @throws InterruptedWaitException if the thread is interrupted while it waits; nothing was sent
     */
    long send(DirectBuffer buffer, int offset, int length, Duration deadline);

    /**
     * Sends a copy of the array, as {@link #trySend(DirectBuffer, int, int)} does.
     *
     * @param message all of it is the request
     * @return as {@link #trySend(DirectBuffer, int, int)}
     */
    default long trySend(byte[] message) {
        return trySend(Buffers.wrap(message), 0, message.length);
    }

    /**
     * Sends a copy of the bytes from position to limit, as {@link #trySend(DirectBuffer, int, int)} does. As by
     * {@link Publisher#tryPublish(ByteBuffer)}, the position then equals the limit, unless nothing was sent.
     *
     * @param message a heap, direct or read-only buffer
     * @return as {@link #trySend(DirectBuffer, int, int)}
     */
    default long trySend(ByteBuffer message) {
        return Buffers.consumed(message, trySend(Buffers.wrap(message), 0, message.remaining()));
    }

    /**
     * Sends a copy of the array, as {@link #send(DirectBuffer, int, int)} does.
     *
     * @param message all of it is the request
     * @return as {@link #trySend(DirectBuffer, int, int)}
     */
    default long send(byte[] message) {
        return send(Buffers.wrap(message), 0, message.length);
    }

    /**
     * Sends a copy of the bytes from position to limit, as {@link #send(DirectBuffer, int, int)} does. As by
     * {@link Publisher#tryPublish(ByteBuffer)}, the position then equals the limit, unless nothing was sent.
     *
     * @param message a heap, direct or read-only buffer
     * @return as {@link #trySend(DirectBuffer, int, int)}
     */
    default long send(ByteBuffer message) {
        return Buffers.consumed(message, send(Buffers.wrap(message), 0, message.remaining()));
    }

    /**
     * Sends a copy of the array, as {@link #send(DirectBuffer, int, int, Duration)} does.
     *
     * @param message all of it is the request
     * @param deadline the time in which it must be answered, from 1 ns to 20 days
     * @return as {@link #trySend(DirectBuffer, int, int)}
     */
    default long send(byte[] message, Duration deadline) {
        return send(Buffers.wrap(message), 0, message.length, deadline);
    }

    /**
     * Sends a copy of the bytes from position to limit, as {@link #send(DirectBuffer, int, int, Duration)} does. As by
     * {@link Publisher#tryPublish(ByteBuffer)}, the position then equals the limit, unless nothing was sent.
     *
     * @param message a heap, direct or read-only buffer
     * @param deadline the time in which it must be answered, from 1 ns to 20 days
     * @return as {@link #trySend(DirectBuffer, int, int)}
     */
    default long send(ByteBuffer message, Duration deadline) {
        return Buffers.consumed(message, send(Buffers.wrap(message), 0, message.remaining(), deadline));
    }

    /**
     * Claims space for a request in place. Its commit sends the request with the deadline of the service, counted from the
     * commit, and returns the correlation id. Never waits.
     *
     * @param length the most bytes of the request, from 0 to {@link #maxMessageLength()}
     * @return the claim, to be committed or aborted; null if there is no room
     * @throws IllegalArgumentException if the length is out of range
     * @throws IllegalStateException if a claim is open, or another thread uses this requester
     * @throws ClosedException after {@link #close()}
     */
    Claim tryClaim(int length);

    /**
     * Delivers the responses that are there, and the outcomes of requests that ended otherwise. Never waits.
     *
     * @param handler called for each
     * @param limit the most to deliver, from 1
     * @return the number delivered
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws IllegalStateException if called by a handler of this requester, or this is in a wait set
     * @throws ClosedException after {@link #close()}
     * @throws RondoException as {@link Subscriber#poll}
     */
    int poll(ResponseHandler handler, int limit);

    /**
     * Delivers as {@link #poll} does, waiting for at least one response or outcome. Throws also what {@link #poll} throws.
     *
     * @param handler called for each
     * @param limit the most to deliver, from 1
     * @param timeout the longest wait; zero or less does not wait
     * @return the number delivered; 0 on timeout
     * @throws InterruptedWaitException if the thread is interrupted while it waits
     * @throws ClosedException after {@link #close()}, also by another thread during the wait
     */
    int receive(ResponseHandler handler, int limit, Duration timeout);

    /**
     * Gives a request up. The next poll delivers {@link Outcome#CANCELLED}, and a response that arrives later is
     * dropped. The responder learns of it if the request queue has room.
     *
     * @param correlation returned by {@link #send(DirectBuffer, int, int)}
     * @return false if the request is not in flight
     * @throws ClosedException after {@link #close()}
     */
    boolean cancel(long correlation);

    /**
     * Sends a request with the deadline of the service and waits for its end, as {@link #call(DirectBuffer, int, int,
     * Duration)} does.
     *
     * @param buffer contains the request
     * @param offset index of its first byte
     * @param length in bytes, from 0 to {@link #maxMessageLength()}
     * @return the response or the reason why there is none; valid until the next call
     */
    Response call(DirectBuffer buffer, int offset, int length);

    /**
     * Sends a request and waits for its end. Several responses to it are joined in one; if they exceed 64 MiB together, the
     * request is cancelled and ends with {@link Outcome#RESPONSE_LOST}.
     *
     * @param buffer contains the request
     * @param offset index of its first byte
     * @param length in bytes, from 0 to {@link #maxMessageLength()}
     * @param deadline the time in which it must be answered, from 1 ns to 20 days
     * @return the response or the reason why there is none; valid until the next call
     * @throws IllegalArgumentException if the deadline or the length is out of range
     * @throws IllegalStateException if other requests are in flight: only {@link #poll} can deliver their responses; if
     *         this is called by a handler of a responder of the service, or has timed out and no other thread has
     *         polled that responder, which could not answer meanwhile; if this is called by a handler of this
     *         requester, is in a wait set, or is used by another thread
     * @throws InterruptedWaitException if the thread is interrupted while it waits; the request was cancelled
     * @throws ClosedException after {@link #close()}, also by another thread during the wait
     * @throws RondoException as {@link #trySend(DirectBuffer, int, int)} and {@link #poll}
     */
    Response call(DirectBuffer buffer, int offset, int length, Duration deadline);

    /**
     * Calls with a copy of the array, as {@link #call(DirectBuffer, int, int)} does.
     *
     * @param message all of it is the request
     * @return as {@link #call(DirectBuffer, int, int)}
     */
    default Response call(byte[] message) {
        return call(Buffers.wrap(message), 0, message.length);
    }

    /**
     * Calls with a copy of the bytes from position to limit, as {@link #call(DirectBuffer, int, int)} does. The
     * position then equals the limit.
     *
     * @param message a heap, direct or read-only buffer
     * @return as {@link #call(DirectBuffer, int, int)}
     */
    default Response call(ByteBuffer message) {
        Response ended = call(Buffers.wrap(message), 0, message.remaining());
        message.position(message.limit());
        return ended;
    }

    /**
     * Calls with a copy of the array, as {@link #call(DirectBuffer, int, int, Duration)} does.
     *
     * @param message all of it is the request
     * @param deadline the time in which it must be answered, from 1 ns to 20 days
     * @return as {@link #call(DirectBuffer, int, int)}
     */
    default Response call(byte[] message, Duration deadline) {
        return call(Buffers.wrap(message), 0, message.length, deadline);
    }

    /**
     * Calls with a copy of the bytes from position to limit, as {@link #call(DirectBuffer, int, int, Duration)} does. The
     * position then equals the limit.
     *
     * @param message a heap, direct or read-only buffer
     * @param deadline the time in which it must be answered, from 1 ns to 20 days
     * @return as {@link #call(DirectBuffer, int, int)}
     */
    default Response call(ByteBuffer message, Duration deadline) {
        Response ended = call(Buffers.wrap(message), 0, message.remaining(), deadline);
        message.position(message.limit());
        return ended;
    }

    /**
     * The number of requests without a delivered outcome. For the requester's thread.
     *
     * @return from 0
     * @throws ClosedException after {@link #close()}
     */
    int inFlight();

    /**
     * The number of responses that arrived after their request had ended, and were dropped. Any thread, also after {@link
     * #close()}.
     *
     * @return the number since this requester attached
     */
    long late();

    /**
     * Counts the live responders, as {@link Publisher#consumers()} counts consumers. Any thread.
     *
     * @return from 0 to {@link Service#responders}, 1 by default; over a socket 0 while no responder is connected
     * @throws ClosedException after {@link #close()}
     */
    int responders();

    /**
     * The length of the longest request. Any thread.
     *
     * @return length in bytes
     */
    int maxMessageLength();

    /**
     * The service's name.
     *
     * @return the name
     */
    String service();

    /**
     * The transport on which requests are sent.
     *
     * @return never {@link Transport#AUTO}
     */
    Transport transport();

    /** Detaches, and removes the response queue. Any thread; idempotent. Ends a waiting call with {@link ClosedException}. */
    @Override
    void close();
}
