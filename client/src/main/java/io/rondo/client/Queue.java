package io.rondo.client;

/**
 * The description of a queue: many producers, one consumer. Each message is delivered once, and kept until it is.
 */
public interface Queue extends Channel<Queue> {
    /**
     * Sets whether the queue has one producer only, which is faster; false by default. A channel's property.
     *
     * @param singleProducer true for one producer
     * @return a changed copy
     */
    Queue singleProducer(boolean singleProducer);

    /**
     * Sets whether a publisher that waits for space gives up with {@link Publisher#NOT_CONNECTED} within a second of
     * the moment at which no consumer lives; false by default: it waits for a consumer to return. For publishers; has no
     * effect on a subscriber.
     *
     * @param fail true to give up
     * @return a changed copy
     */
    Queue failWithoutConsumer(boolean fail);
}
