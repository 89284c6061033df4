package io.rondo.client;

import org.agrona.DirectBuffer;

/**
 * A response to a request, or the reason why there is none. Reused: valid until the handler returns, or until the next
 * {@link Requester#call} of its requester. Confined to the requester's thread.
 */
public interface Response {
    /** Code of a request that the handler neither answered nor deferred. */
    int NO_REPLY = -1;
    /** The code if the handler of the request threw an exception, which {@link #text()} names. */
    int HANDLER_FAILED = -2;

    /**
     * The request.
     *
     * @return what {@link Requester#send} returned
     */
    long correlation();

    /**
     * How the request ended, or {@link Outcome#RESPONSE} for a response that others follow.
     *
     * @return the outcome
     */
    Outcome outcome();

    /**
     * Whether the request has ended. Every request ends once.
     *
     * @return false for a response that others follow
     */
    boolean isEnd();

    /**
     * The response.
     *
     * @return a read-only view; empty if there is no response
     */
    DirectBuffer buffer();

    /**
     * The index in {@link #buffer()} at which the response begins.
     *
     * @return index of the first byte
     */
    int offset();

    /**
     * The length of the response.
     *
     * @return length in bytes, from 0
     */
    int length();

    /**
     * The code of a refusal.
     *
     * @return the code that the responder chose, {@link #NO_REPLY} or {@link #HANDLER_FAILED}; 0 without a refusal
     */
    int code();

    /**
     * The reason of a refusal. Allocates.
     *
     * @return the text; empty without a refusal
     */
    String text();
}
