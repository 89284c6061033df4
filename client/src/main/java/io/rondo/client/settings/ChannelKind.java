package io.rondo.client.settings;

/** What a channel does with a message. */
public enum ChannelKind {
    /** Many producers, one consumer: each message is consumed once, and kept until it is. */
    QUEUE,
    /** One producer, many consumers: each attached consumer sees every message. */
    TOPIC,
    /** Many producers, many consumers that compete: each message is processed by one of them. */
    WORK,
    /** Many producers, many consumers: a broker gives all messages one order. */
    SEQUENCED,
    /** Requests of many requesters to a responder, or the responses to one requester. */
    SERVICE
}
