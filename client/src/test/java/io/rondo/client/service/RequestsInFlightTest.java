package io.rondo.client.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RequestsInFlightTest {
    private final RequestsInFlight table = new RequestsInFlight();

    @Test
    void theTableAgreesWithAMapUnderRandomUse() {
        long seed = Long.getLong("rondo.test.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<Long, long[]> model = new HashMap<>();
        long next = 1;
        for (int i = 0; i < 200_000; i++) {
            if (model.size() < 1 + random.nextInt(400)) {
                long[] values = {random.nextInt(1000), random.nextInt(1000)};
                table.add(next, values[0], values[1]);
                model.put(next, values);
                // Gaps, and numbers with the same place.
                next += random.nextBoolean() ? 1 : 64;
            } else {
                long removed = next - 1 - random.nextInt(20_000);
                assertThat(table.remove(removed)).as("seed %d", seed).isEqualTo(model.remove(removed) != null);
            }
            long asked = next - random.nextInt(500);
            assertThat(table.contains(asked)).as("seed %d", seed).isEqualTo(model.containsKey(asked));
            assertThat(table.size()).as("seed %d", seed).isEqualTo(model.size());
            if (i % 100 == 0) {
                check(model, random.nextInt(1000), seed);
            }
        }
    }

    private void check(Map<Long, long[]> model, long limit, long seed) {
        Set<Long> ended = new TreeSet<>();
        table.forEachUpTo(limit, ended::add);
        Set<Long> expired = new TreeSet<>();
        table.forEachExpired(limit, (correlation, end) -> expired.add(correlation));
        Set<Long> expectedEnded = new TreeSet<>();
        Set<Long> expectedExpired = new TreeSet<>();
        model.forEach((correlation, values) -> {
            if (values[0] <= limit) {
                expectedExpired.add(correlation);
            }
            if (values[1] <= limit) {
                expectedEnded.add(correlation);
            }
        });
        assertThat(ended).as("seed %d", seed).isEqualTo(expectedEnded);
        assertThat(expired).as("seed %d", seed).isEqualTo(expectedExpired);
        if (expired.size() < model.size()) {
            long earliest = model.values().stream().mapToLong(values -> values[0]).filter(value -> value > limit).min()
                    .orElseThrow();
            assertThat(table.nextDeadline()).as("seed %d", seed).isEqualTo(earliest);
        }
    }

    @Test
    void theNextDeadlineIsNeverLaterThanTheEarliest() {
        table.add(1, 100, 0);
        table.add(2, 50, 0);
        assertThat(table.nextDeadline()).isEqualTo(50);
        table.remove(1);
        table.remove(2);
        table.add(3, 70, 0);
        assertThat(table.nextDeadline()).isEqualTo(70);
        List<Long> expired = new ArrayList<>();
        table.forEachExpired(70, (correlation, end) -> expired.add(correlation));
        assertThat(expired).containsExactly(3L);
    }

    @Test
    void numbersThatNoRequestHasAreNotFound() {
        assertThat(table.contains(0)).isFalse();
        assertThat(table.contains(-1)).isFalse();
        assertThat(table.remove(0)).isFalse();
        assertThat(table.remove(Long.MIN_VALUE)).isFalse();
    }
}
