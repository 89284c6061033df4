package io.rondo.broker.sequencer.log;

import io.rondo.client.log.LogException;
import io.rondo.client.log.LogFiles;
import io.rondo.client.log.LogReader;
import io.rondo.core.ring.Action;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds how old the oldest message is that a durable subscription has not confirmed. Reads the log only if the subscription
 * has moved since the last call. Thread-safe.
 */
final class SubscriptionLag {
    /** The log cannot be read there. */
    static final double UNKNOWN = -1;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NO_MESSAGE = Long.MAX_VALUE;

    private final LogFiles files;
    private final Map<String, Oldest> known = new HashMap<>();

    /** The message that follows a confirmed one, or the next one that the log has. */
    private record Oldest(long confirmed, long timestamp) {}

    SubscriptionLag(LogFiles files) {
        this.files = files;
    }

    /**
     * Returns the age of the oldest message that is not confirmed.
     *
     * @param name of the subscription
     * @param confirmed the last sequence that it has confirmed
     * @param last the last sequence that is durable
     * @param now nanoseconds since the epoch
     * @return seconds; 0 without such a message, {@link #UNKNOWN} if the log cannot be read there
     */
    synchronized double seconds(String name, long confirmed, long last, long now) {
        if (confirmed >= last) {
            known.remove(name);
            return 0;
        }
        Oldest oldest = known.get(name);
        if (oldest == null || oldest.confirmed() != confirmed || oldest.timestamp() == NO_MESSAGE) {
            try {
                oldest = new Oldest(confirmed, timestampBehind(confirmed, last));
                known.put(name, oldest);
            } catch (LogException e) {
                return UNKNOWN;
            }
        }
        return oldest.timestamp() == NO_MESSAGE ? 0 : Math.max(0, now - oldest.timestamp()) / NANOS_PER_SECOND;
    }

    private long timestampBehind(long confirmed, long last) {
        long[] timestamp = {NO_MESSAGE};
        try (LogReader reader = new LogReader(files, (_, _, _) -> {
            // A gap has no message.
        })) {
            if (confirmed + 1 > reader.nextSequence()) {
                reader.seekSequence(confirmed + 1);
            }
            reader.poll(record -> {
                timestamp[0] = record.timestamp();
                return Action.CONTINUE;
            }, 1, last);
        }
        return timestamp[0];
    }
}
