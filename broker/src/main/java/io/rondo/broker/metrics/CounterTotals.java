package io.rondo.broker.metrics;

import io.rondo.core.layout.Counter;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SlotCounters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The sums of the counters of a channel's participants. A participant's counters begin at 0, so the sum of the present ones
 * would fall when one detaches. Participants that had the same slot between two scrapes count only once, as the last of them.
 * For one thread.
 */
final class CounterTotals {
    private final UUID segment;
    private final Map<Integer, Last> seen = new HashMap<>();
    private final long[][] totals = new long[Role.values().length][Counter.values().length];

    /** What a slot had at the last scrape. */
    private record Last(long incarnation, long[] counters) {}

    /**
     * Begins at 0.
     *
     * @param segment id of the channel's segment
     */
    CounterTotals(UUID segment) {
        this.segment = segment;
    }

    /** Returns whether these are the totals of a segment. */
    boolean belongTo(UUID id) {
        return segment.equals(id);
    }

    /** Adds what the participants have counted since the last call. */
    void add(List<SlotCounters> slots) {
        for (SlotCounters slot : slots) {
            if (!slot.info().isDamaged()) {
                long[] now = slot.info().counters();
                Last before = seen.put(slot.slot(), new Last(slot.incarnation(), now));
                boolean same = before != null && before.incarnation() == slot.incarnation();
                for (int counter = 0; counter < now.length; counter++) {
                    // A successor clears the counters before it changes the incarnation.
                    totals[slot.role().ordinal()][counter] += Math.max(0,
                            same ? now[counter] - before.counters()[counter] : now[counter]);
                }
            }
        }
    }

    /** Returns the total of one role. */
    long of(Role role, Counter counter) {
        return totals[role.ordinal()][counter.ordinal()];
    }

    /** Returns the total of both roles. */
    long of(Counter counter) {
        long sum = 0;
        for (Role role : Role.values()) {
            sum += of(role, counter);
        }
        return sum;
    }
}
