package io.rondo.client;

/** Handles the requests of a service. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Called once per request, on the thread that polls. Answers the request, refuses it, or defers it ({@link
     * Request#defer()}). A request for which it does none of these is refused with {@link Response#NO_REPLY}. If it throws,
     * its request is refused with {@link Response#HANDLER_FAILED}, the poll ends, and the exception reaches the caller of
     * {@code poll}. The request is not delivered again.
     *
     * @param request valid until this method returns, unless it is deferred
     */
    void onRequest(Request request);
}
