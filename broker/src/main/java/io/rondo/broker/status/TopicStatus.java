package io.rondo.broker.status;

import io.rondo.client.Durability;
import java.util.List;

/**
 * A topic that the broker sequences.
 *
 * @param topic the name
 * @param durability of the topic
 * @param sequence the last sequence that was assigned
 * @param messages messages that were sequenced since this broker opened the topic
 * @param messagesPerSecond their mean rate
 * @param log its log; null without one
 * @param subscriptions the durable subscriptions
 */
public record TopicStatus(String topic, Durability durability, long sequence, long messages, double messagesPerSecond,
        LogStatus log, List<SubscriptionStatus> subscriptions) {}
