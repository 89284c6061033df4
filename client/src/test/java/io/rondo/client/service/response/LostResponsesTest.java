package io.rondo.client.service.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which notices of lost responses are sent. */
class LostResponsesTest {
    private static final int COUNT = 20;

    private final LostResponses lost = new LostResponses();
    private final List<Long> told = new ArrayList<>();

    private void add() {
        for (int i = 0; i < COUNT; i++) {
            lost.add(i, 2 * i);
        }
    }

    /** Tells of those below a correlation. */
    private int tellBelow(long end) {
        return lost.tell((correlation, delivery) -> {
            assertThat(delivery).isEqualTo((int) (2 * correlation));
            return correlation < end && told.add(correlation);
        });
    }

    @Test
    void theOldestAreToldFirstAndOnce() {
        add();
        assertThat(tellBelow(5)).isEqualTo(5);
        assertThat(tellBelow(5)).isZero();
        assertThat(lost.isEmpty()).isFalse();
        assertThat(tellBelow(COUNT)).isEqualTo(COUNT - 5);
        assertThat(lost.isEmpty()).isTrue();
        assertThat(told).isEqualTo(LongStream.range(0, COUNT).boxed().toList());
    }

    @Test
    void aRequesterThatEndsBetweenTwoNoticesLeavesNone() {
        add();
        lost.tell((correlation, delivery) -> {
            if (correlation == 3) {
                lost.clear();
                return false;
            }
            return true;
        });
        assertThat(lost.isEmpty()).isTrue();
        lost.add(7, 14);
        assertThat(tellBelow(COUNT)).isEqualTo(1);
        assertThat(told).containsExactly(7L);
    }
}
