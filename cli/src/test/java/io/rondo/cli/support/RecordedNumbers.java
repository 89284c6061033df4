package io.rondo.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogReader;
import io.rondo.codecs.control.GapReason;
import io.rondo.core.ring.Action;
import java.util.BitSet;

/** The numbers of a {@link TopicFeed} in a log. */
public final class RecordedNumbers {
    private RecordedNumbers() {}

    /**
     * Adds the numbers that a log has. Each of them is its sequence plus the same distance.
     *
     * @param log may be written meanwhile
     * @param numbers gets them
     * @param context for messages
     * @return the last sequence
     */
    public static long collect(LogDirectory log, BitSet numbers, String context) {
        long[] distance = {Long.MIN_VALUE};
        try (LogReader reader = new LogReader(log,
                (first, last, reason) -> assertThat(reason).as(context).isNotEqualTo(GapReason.DAMAGED))) {
            reader.seekLatest();
            long last = reader.nextSequence() - 1;
            reader.seekEarliest();
            while (reader.poll(each -> {
                long number = each.payload().getLong(0);
                distance[0] = distance[0] == Long.MIN_VALUE ? number - each.sequence() : distance[0];
                assertThat(number - each.sequence()).as(context).isEqualTo(distance[0]);
                numbers.set((int) number);
                return Action.CONTINUE;
            }, 1000, last) > 0) {
                // Until there is no more.
            }
            return last;
        }
    }
}
