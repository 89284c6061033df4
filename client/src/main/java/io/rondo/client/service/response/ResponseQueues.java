package io.rondo.client.service.response;

import io.rondo.client.endpoint.PublisherEndpoint;

/** Opens the response queues of requesters. Creates none. Thread-safe. */
public interface ResponseQueues {
    /**
     * Attaches to a queue in shared memory by its path, if that takes little time. Never waits.
     *
     * @param name of the queue
     * @return the publisher, to be closed; null if there is no such queue, it cannot be opened now, or {@link #attach} is to
     *         open it because it is large
     * @throws io.rondo.client.RondoException if it cannot be opened
     */
    PublisherEndpoint tryAttach(String name);

    /**
     * Attaches to a queue by any transport. May wait for seconds.
     *
     * @param name of the queue
     * @return the publisher, to be closed; null if no requester owns such a queue
     * @throws io.rondo.client.ChannelMismatchException if the requester uses only its segment, and this side only sockets
     * @throws io.rondo.client.RondoException if it cannot be opened; another attempt may succeed
     */
    PublisherEndpoint attach(String name);
}
