package io.rondo.broker.bridge.copy;

import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Notices a producer id that two hosts use at once. The topic takes each sequence of an id once, and ignores the later message:
 * one of the publishers loses messages. For one thread.
 */
final class ProducerHosts {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Of a producer that moves: the new host begins, the old one forwards what was left there, the new one goes on. */
    private static final int CHANGES_OF_A_MOVE = 3;

    private final LongPredicate usedHere;
    private final Long2ObjectHashMap<Use> uses = new Long2ObjectHashMap<>();

    /** What is known of one id. */
    private static final class Use {
        private long copy;
        private long lookAt;
        private long windowBegan;
        private int changes;

        Use(long copy, long now) {
            this.copy = copy;
            lookAt = now;
            windowBegan = now;
        }
    }

    /**
     * Has seen no producer.
     *
     * @param usedHere returns whether a live publisher of this host has an id
     */
    ProducerHosts(LongPredicate usedHere) {
        this.usedHere = usedHere;
    }

    /**
     * A copy has forwarded a message.
     *
     * @param producerId from 1
     * @param copy id of the copy
     * @param now of {@link System#nanoTime}
     * @return the other host; null if none is known
     */
    String otherHost(long producerId, long copy, long now) {
        Use use = uses.get(producerId);
        if (use == null) {
            use = new Use(copy, now);
            uses.put(producerId, use);
        }
        if (now - use.lookAt >= 0) {
            use.lookAt = now + LOOK_NANOS;
            if (usedHere.test(producerId)) {
                return "this one";
            }
        }
        if (use.copy == copy) {
            return null;
        }
        if (now - use.windowBegan > WINDOW_NANOS) {
            use.windowBegan = now;
            use.changes = 0;
        }
        long other = use.copy;
        use.copy = copy;
        use.changes++;
        return use.changes > CHANGES_OF_A_MOVE ? "copy " + other : null;
    }
}
