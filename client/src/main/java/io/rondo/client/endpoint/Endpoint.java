package io.rondo.client.endpoint;

/** An open publisher or subscriber, as its Rondo sees it. */
public interface Endpoint extends AutoCloseable {
    /** The endpoint's life, which does not refer to the endpoint. */
    Lifecycle lifecycle();

    /** The part of {@link #close()} that the thread calling Rondo.close() must do itself. */
    void beforeClose();

    /** Ends the endpoint, because close() was called or the transport failed. Any thread; idempotent. */
    void end();

    @Override
    void close();
}
