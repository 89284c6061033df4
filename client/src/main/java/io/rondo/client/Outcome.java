package io.rondo.client;

/** How a request ended. */
public enum Outcome {
    /** The responder answered. */
    RESPONSE,
    /**
     * The deadline passed before a last response or a refusal was polled. The responder may have handled the request, or may
     * still handle it.
     */
    TIMEOUT,
    /** {@link Requester#cancel} ended the request. The responder may have handled it. */
    CANCELLED,
    /**
     * The responder took the request and ended before it answered: its process died, or it was closed. It may have handled the
     * request. Reported within a second. Over a socket also a request that the responder had not taken when it died, because
     * the requester cannot tell; the next responder may then handle it. Of an idempotent service: the request was delivered as
     * often as the service allows, or the responder had sent parts of a stream.
     */
    RESPONDER_DIED,
    /** The responder answered, and the response did not fit into the requester's response queue. */
    RESPONSE_LOST,
    /** The deadline passed, no responder had taken the request, and none was attached. */
    NO_RESPONDER,
    /** The responder refused the request, with {@link Response#code()} and {@link Response#text()}. */
    REFUSED
}
