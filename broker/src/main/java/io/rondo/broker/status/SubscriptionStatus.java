package io.rondo.broker.status;

/**
 * A durable subscription.
 *
 * @param name of the subscription
 * @param confirmed the last sequence that it has confirmed
 * @param lagMessages messages of the topic that it has not confirmed
 * @param lagSeconds age of the oldest message that it has not confirmed; 0 without one, -1 if the log cannot be read there
 * @param connected whether a live subscriber uses it
 */
public record SubscriptionStatus(String name, long confirmed, long lagMessages, double lagSeconds,
        boolean connected) {}
