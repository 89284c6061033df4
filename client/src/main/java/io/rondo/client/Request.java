package io.rondo.client;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/**
 * A request that a responder has taken. It is open until it is answered, refused, or lost with its requester. Reused: a
 * reference that is kept after the request has ended may refer to another request. To answer later than in the handler,
 * {@link #defer()} and keep the id. Confined to the responder's thread. After {@link Responder#close()}, the methods that
 * answer or defer throw {@link ClosedException}, except in a handler of the responder.
 */
public interface Request {
    /**
     * The request's payload: read-only, and valid until the handler returns.
     *
     * @return a view; empty after the handler has returned
     */
    DirectBuffer buffer();

    /**
     * The index in {@link #buffer()} at which the request begins.
     *
     * @return index of the first byte
     */
    int offset();

    /**
     * The length of the request.
     *
     * @return length in bytes, from 0; 0 after the handler has returned
     */
    int length();

    /**
     * When the requester gives up.
     *
     * @return value of {@link System#nanoTime()}, up to 1 ms later than the requester's; compared by difference
     */
    long deadline();

    /**
     * Whether the deadline has passed, up to 1 ms later than for the requester, which then drops a response.
     *
     * @return true if it has
     */
    boolean isExpired();

    /**
     * Whether the requester has cancelled the request, as far as its cancellation has arrived. Looks at requests that wait in
     * the queue, so it may be called repeatedly by a handler that takes long. A responder that competes with others and is
     * connected by a socket asks its listening peer, and waits for the answer, up to a second; after its connection was lost
     * it learns of no cancellation.
     *
     * @return true if it has
     * @throws InterruptedWaitException if the thread is interrupted while it waits
     */
    boolean isCancelled();

    /**
     * How often the request was delivered to handlers, this time included. More than 1 only if the service is {@linkplain
     * Service#idempotent() idempotent} and an earlier responder ended before it answered.
     *
     * @return from 1
     */
    int deliveries();

    /**
     * Whether the request has not ended.
     *
     * @return false after the last response, a refusal, or a loss
     */
    boolean isOpen();

    /**
     * The longest response that the requester's queue can take. While this responder still attaches to that queue, over a
     * socket for example, the longest that it keeps until then; a shorter one may then turn out to be too long.
     *
     * @return length in bytes
     */
    int maxResponseLength();

    /**
     * Sends the last response, and ends the request. Never waits. A response that does not fit into the requester's queue is
     * dropped and counted, and the requester reports {@link Outcome#RESPONSE_LOST}. A response to a requester that is gone, or
     * to a request that was cancelled, is dropped, too.
     *
     * @param buffer contains the response
     * @param offset index of its first byte
     * @param length in bytes, from 0
     * @return whether it was sent; if not, {@link #dropReason()} tells why
     * @throws IllegalStateException if the request is not open: it was answered before
     * @throws IndexOutOfBoundsException if the range is not inside the buffer
     */
    boolean reply(DirectBuffer buffer, int offset, int length);

    /**
     * Sends a copy of the array, as {@link #reply(DirectBuffer, int, int)} does.
     *
     * @param message all of it is the response
     * @return as {@link #reply(DirectBuffer, int, int)}
     */
    default boolean reply(byte[] message) {
        return reply(Buffers.wrap(message), 0, message.length);
    }

    /**
     * Sends a copy of the bytes from position to limit, as {@link #reply(DirectBuffer, int, int)} does. As by
     * {@link Publisher#tryPublish(ByteBuffer)}, the position then equals the limit, unless nothing was sent.
     *
     * @param message a heap, direct or read-only buffer
     * @return as {@link #reply(DirectBuffer, int, int)}
     */
    default boolean reply(ByteBuffer message) {
        return Buffers.consumed(message, reply(Buffers.wrap(message), 0, message.remaining()));
    }

    /**
     * Sends a response that others follow. Never waits.
     *
     * @param buffer contains the response
     * @param offset index of its first byte
     * @param length in bytes, from 0
     * @return false if the requester's queue has no room now, and nothing was sent; false also if the requester is gone or has
     *         cancelled the request, which then has ended
     * @throws IllegalArgumentException if it is longer than the requester's queue allows; the request stays open
     * @throws IllegalStateException if the request is not open
     * @throws IndexOutOfBoundsException if the range is not inside the buffer
     */
    boolean part(DirectBuffer buffer, int offset, int length);

    /**
     * Sends a copy of the array, as {@link #part(DirectBuffer, int, int)} does.
     *
     * @param message all of it is the response
     * @return as {@link #part(DirectBuffer, int, int)}
     */
    default boolean part(byte[] message) {
        return part(Buffers.wrap(message), 0, message.length);
    }

    /**
     * Sends a copy of the bytes from position to limit, as {@link #part(DirectBuffer, int, int)} does. As by
     * {@link Publisher#tryPublish(ByteBuffer)}, the position then equals the limit, unless nothing was sent.
     *
     * @param message a heap, direct or read-only buffer
     * @return as {@link #part(DirectBuffer, int, int)}
     */
    default boolean part(ByteBuffer message) {
        return Buffers.consumed(message, part(Buffers.wrap(message), 0, message.remaining()));
    }

    /**
     * Claims space for the last response in the requester's queue. Its commit ends the request and returns the request's
     * correlation id, also if the requester is gone by then: {@link Responder#dropped()} counts that. A poll that notices the
     * end of the requester ends the claim: its buffer, commit and abort then throw {@link IllegalStateException}. A requester
     * has at most one open claim.
     *
     * @param length the most bytes of the response, from 0
     * @return the claim, to be committed or aborted; null if it does not fit, and the request has ended as
     *         {@link #reply(DirectBuffer, int, int)} states
     * @throws IllegalStateException if the request is not open, or a claim for this requester is
     */
    Claim claim(int length);

    /**
     * Why the last call for this request did not send its response. {@link Responder#tooLong()} counts those that were too
     * long.
     *
     * @return the reason; null if the response was sent, or there was none yet
     */
    DropReason dropReason();

    /**
     * Claims space for a response that others follow.
     *
     * @param length the most bytes of the response, from 0
     * @return the claim, to be committed or aborted; null where {@link #part(DirectBuffer, int, int)} returns false
     * @throws IllegalArgumentException if it is longer than the requester's queue allows
     * @throws IllegalStateException if the request is not open, or a claim for this requester is
     */
    Claim claimPart(int length);

    /**
     * Ends the request after {@link #part(DirectBuffer, int, int)}, with a last response of length 0.
     *
     * @return as {@link #reply(DirectBuffer, int, int)}
     * @throws IllegalStateException if the request is not open
     */
    boolean end();

    /**
     * Refuses the request, and ends it.
     *
     * @param code from 0
     * @param text the reason; at most 1024 bytes of its UTF-8 are sent
     * @return as {@link #reply(DirectBuffer, int, int)}
     * @throws IllegalArgumentException if the code is negative
     * @throws IllegalStateException if the request is not open
     */
    boolean refuse(int code, String text);

    /**
     * Keeps the request open after the handler has returned. The payload is not kept.
     *
     * @return the id for {@link Responder#request}
     * @throws IllegalStateException if the request is not open
     */
    long defer();
}
