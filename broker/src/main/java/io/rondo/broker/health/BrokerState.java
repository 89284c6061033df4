package io.rondo.broker.health;

/** What the broker does. */
public enum BrokerState {
    /** It recovers the logs of its topics. Publishers and subscribers that are attached wait. */
    RECOVERING,
    /** It sequences its topics and answers requests. */
    RUNNING,
    /** It sequences what was published before, and ends. */
    ENDING
}
