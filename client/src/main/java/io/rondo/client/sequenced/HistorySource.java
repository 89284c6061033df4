package io.rondo.client.sequenced;

/** Opens the history of a topic. Thread-safe. */
@FunctionalInterface
public interface HistorySource {
    /** Topics keep no messages but those in their egress. */
    HistorySource NONE = topic -> null;

    /**
     * Opens the history of a topic.
     *
     * @param topic the name
     * @return the history, to be closed; null if the topic has none
     */
    History open(String topic);
}
