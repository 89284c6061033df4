package io.rondo.client.service;

import io.rondo.client.work.WorkSubscription;

/**
 * Requests in a work queue.
 *
 * @param requests the subscriber of the request queue
 */
public record WorkLeases(WorkSubscription requests) implements RequestLeases {
    @Override
    public long keep() {
        return requests.keep();
    }

    @Override
    public void release(long id) {
        requests.ackUnlessEnded(id);
    }

    @Override
    public int deliveries() {
        return requests.deliveries();
    }

    @Override
    public boolean isDead() {
        return requests.isDead();
    }
}
