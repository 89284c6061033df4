package io.rondo.client.sequenced;

/** Opens the history of a topic. Thread-safe. */
@FunctionalInterface
public interface HistorySource {
    /**
     * Opens the history of a topic.
     *
     * @param topic the name
     * @return the history, to be closed; null if the topic has none
     */
    History open(String topic);
}
