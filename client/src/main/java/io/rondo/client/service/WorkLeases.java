package io.rondo.client.service;

import io.rondo.client.LeaseLostException;
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
    public void keepAnswered(long id) {
        requests.markProcessedUnlessEnded(id);
    }

    @Override
    public void release(long id) {
        try {
            requests.ackUnlessEnded(id);
        } catch (LeaseLostException e) {
            // Its segment was replaced. The requester has the response, and a second one is late.
        }
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
