package io.rondo.broker.bridge;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;

/** What a bridge has sent and received, which it needs when it is opened again. For one thread. */
final class BridgeProgress {
    /** Most numberings that are remembered; each restart of a source begins a new one. */
    private static final int MOST_SOURCES = 4096;

    private boolean begun;
    private final Map<String, SentPosition> sent = new HashMap<>();
    private final Long2ObjectHashMap<SourceSequences> received = new Long2ObjectHashMap<>();

    /**
     * What was sent of a topic.
     *
     * @param epoch id of its segment
     * @param sequence the last one that was sent
     */
    record SentPosition(long epoch, long sequence) {}

    /** Returns whether the bridge was open before. */
    boolean hasBegun() {
        return begun;
    }

    /** Notes that the bridge is open. */
    void begin() {
        begun = true;
    }

    /** Returns what was sent of a topic; null if nothing was. */
    SentPosition sent(String topic) {
        return sent.get(topic);
    }

    /** Notes what was sent of a topic. */
    void sent(String topic, long epoch, long sequence) {
        sent.put(topic, new SentPosition(epoch, sequence));
    }

    /** Returns what was received of an epoch. */
    SourceSequences received(long epoch) {
        SourceSequences known = received.get(epoch);
        if (known != null) {
            return known;
        }
        if (received.size() == MOST_SOURCES) {
            Iterator<SourceSequences> some = received.values().iterator();
            some.next();
            some.remove();
        }
        SourceSequences added = new SourceSequences();
        received.put(epoch, added);
        return added;
    }
}
