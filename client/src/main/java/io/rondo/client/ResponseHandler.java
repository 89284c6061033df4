package io.rondo.client;

/** Receives responses, and the outcomes of requests without a response. */
@FunctionalInterface
public interface ResponseHandler {
    /**
     * Called once per response, and once for a request that ends without one, on the thread that polls. May send further
     * requests and cancel others. If it throws, the exception reaches the caller of {@code poll}, and this response is
     * delivered again by the next poll.
     *
     * @param response valid until this method returns
     */
    void onResponse(Response response);
}
