package io.rondo.broker.health;

/**
 * How far the recovery at the start of the broker is. Written by one thread; read by any.
 */
public final class RecoveryProgress {
    private volatile Snapshot now = new Snapshot(0, 0, "", 0, 0);

    /**
     * A moment of the recovery.
     *
     * @param topics number of topics to continue
     * @param doneTopics number of topics that were continued, or that cannot be
     * @param topic the one that is being recovered; empty if there is none
     * @param bytes bytes of its log
     * @param doneBytes bytes of its log that were read
     */
    public record Snapshot(int topics, int doneTopics, String topic, long bytes, long doneBytes) {}

    /** Creates a recovery without topics. */
    public RecoveryProgress() {}

    /** Begins the recovery of a number of topics. */
    public void begin(int topics) {
        now = new Snapshot(topics, 0, "", 0, 0);
    }

    /** A topic is recovered next. */
    public void topic(String name) {
        now = new Snapshot(now.topics, now.doneTopics, name, 0, 0);
    }

    /** A part of the topic's log was read. Topics that are opened later do not count. */
    public void bytes(long doneBytes, long bytes) {
        Snapshot before = now;
        if (!before.topic.isEmpty()) {
            now = new Snapshot(before.topics, before.doneTopics, before.topic, bytes, doneBytes);
        }
    }

    /** The topic is recovered, or cannot be. */
    public void topicDone() {
        now = new Snapshot(now.topics, Math.min(now.doneTopics + 1, now.topics), "", 0, 0);
    }

    /** Returns how far it is. */
    public Snapshot now() {
        return now;
    }
}
