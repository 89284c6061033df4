package io.rondo.client.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which messages of a publisher the consumer has not confirmed. */
class PublishedPositionsTest {
    private static PublishedPositions of(int capacity, int messages, int distance) {
        PublishedPositions positions = new PublishedPositions(capacity);
        for (long i = 1; i <= messages; i++) {
            positions.add(i * distance);
        }
        return positions;
    }

    @Test
    void countsTheMessagesThatEndBehindThePosition() {
        PublishedPositions positions = of(4096, 10, 64);
        assertThat(positions.after(640)).isZero();
        assertThat(positions.after(639)).isOne();
        assertThat(positions.after(320)).isEqualTo(5);
        assertThat(positions.after(0)).isEqualTo(10);
    }

    @Test
    void countsAcrossLaps() {
        assertThat(of(4096, 1000, 64).after(1000 * 64 - 4096)).isEqualTo(64);
        assertThat(of(4096, 1000, 128).after(1000 * 128 - 4096)).isEqualTo(32);
    }

    @Test
    void beyondWhatIsRecordedItIsTheMostThatTheRingCanHold() {
        int capacity = 1 << 22;
        assertThat(of(capacity, 100_000, 64).after(100_000 * 64L - capacity)).isEqualTo(capacity / 64);
        assertThat(of(capacity, 100_000, 64).after(100_000 * 64L - 640)).isEqualTo(10);
        assertThat(of(capacity, 20_000, 64).after(0)).isEqualTo(20_000);
    }
}
