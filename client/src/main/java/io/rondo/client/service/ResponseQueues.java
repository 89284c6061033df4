package io.rondo.client.service;

import io.rondo.client.endpoint.PublisherEndpoint;

/** Opens the response queues of requesters. Creates none. Thread-safe. */
public interface ResponseQueues {
    /**
     * Attaches to a queue in shared memory by its path. Never waits.
     *
     * @param name of the queue
     * @return the publisher, to be closed; null if there is no such queue, or it cannot be opened now
     * @throws io.rondo.client.RondoException if it cannot be opened
     */
    PublisherEndpoint tryAttach(String name);

    /**
     * Attaches to a queue by any transport. May wait for seconds.
     *
     * @param name of the queue
     * @return the publisher, to be closed; null if no requester owns such a queue
     * @throws io.rondo.client.RondoException if it cannot be opened
     */
    PublisherEndpoint attach(String name);
}
