package io.rondo.client.service;

/** The requests that a responder holds until they end. Used by the responder's thread. */
public interface RequestLeases {
    /** Requests in a queue with one consumer, which takes each once and holds none. */
    RequestLeases NONE = new RequestLeases() {
        @Override
        public long keep() {
            return 0;
        }

        @Override
        public void keepAnswered(long id) {}

        @Override
        public void release(long id) {}

        @Override
        public int deliveries() {
            return 0;
        }

        @Override
        public boolean isDead() {
            return false;
        }
    };

    /** Holds the request that is being delivered, and returns its id. */
    long keep();

    /**
     * Holds a request that was answered until its response is on its way: if this closes before it is released, it is not
     * delivered again.
     */
    void keepAnswered(long id);

    /** Acknowledges a request: it is not delivered again. */
    void release(long id);

    /** Returns how often the request that is being delivered was delivered, this time included; 0 if that is not counted. */
    int deliveries();

    /**
     * Returns whether the request that is being delivered was delivered as often as the service allows, and its last
     * responder has ended.
     */
    boolean isDead();
}
