package io.rondo.client.shm;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Ring;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentSpec;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConfirmedSequencesTest {
    private static final int CAPACITY = 4096;
    private static final int RECORD = RecordLayout.ALIGNMENT;
    private static final int RECORDS = CAPACITY / RECORD;

    private Participant participant;
    private Ring ring;

    @BeforeEach
    void attach(@TempDir(factory = SharedMemoryDirectory.class) Path directory) {
        participant = new ChannelStore(ChannelDirectory.of(directory, null)).attach("q", Role.CONSUMER,
                SegmentSpec.builder().capacity(CAPACITY).build());
        ring = participant.ring();
    }

    @AfterEach
    void detach() {
        participant.close();
    }

    private void free(long position) {
        Words.setLongRelease(ring.header(), SegmentLayout.READ, position);
    }

    @Test
    void aSequenceIsConfirmedWhenTheEndOfItsRecordIsFreed() {
        ConfirmedSequences sequences = new ConfirmedSequences(ring, 0, false);
        assertThat(sequences.confirmed()).isZero();
        sequences.add(1, 2 * RECORD);
        sequences.add(2, 5 * RECORD);
        free(RECORD);
        assertThat(sequences.confirmed()).isZero();
        free(2 * RECORD);
        assertThat(sequences.confirmed()).isEqualTo(1);
        free(4 * RECORD);
        assertThat(sequences.confirmed()).isEqualTo(1);
        free(6 * RECORD);
        assertThat(sequences.confirmed()).isEqualTo(2);
    }

    @Test
    void sequencesMayContinueThoseOfAPredecessorAndHaveGaps() {
        ConfirmedSequences sequences = new ConfirmedSequences(ring, 100, true);
        assertThat(sequences.confirmed()).isEqualTo(100);
        sequences.add(200, RECORD);
        sequences.add(300, 2 * RECORD);
        free(RECORD);
        assertThat(sequences.confirmed()).isEqualTo(200);
    }

    @Test
    void theLastConfirmedSequenceIsKnownWhileTheRingIsFullOfLaterOnes() {
        ConfirmedSequences sequences = new ConfirmedSequences(ring, 0, true);
        long end = 0;
        for (int i = 1; i <= 3 * RECORDS; i++) {
            end += RECORD;
            sequences.add(10L * i, end);
            free(end - CAPACITY);
            assertThat(sequences.confirmed()).isEqualTo(Math.max(0, 10L * (i - RECORDS)));
        }
    }

    @Test
    void theLastKnownOneStaysAfterTheMemoryWasRetired() {
        ConfirmedSequences sequences = new ConfirmedSequences(ring, 0, true);
        sequences.add(5, RECORD);
        free(RECORD);
        assertThat(sequences.confirmed()).isEqualTo(5);
        participant.close();
        assertThat(sequences.confirmed()).isEqualTo(5);
    }

    @Test
    void anotherThreadNeverSeesASequenceThatIsNotConfirmed() throws Exception {
        for (boolean gaps : new boolean[]{false, true}) {
            ConfirmedSequences sequences = new ConfirmedSequences(ring, 0, gaps);
            free(0);
            AtomicBoolean ended = new AtomicBoolean();
            Task<Long> reader = Task.start(() -> {
                long last = 0;
                while (!ended.get()) {
                    long now = sequences.confirmed();
                    long freed = Words.getLongAcquire(ring.header(), SegmentLayout.READ) / RECORD;
                    if (now < last || now > freed) {
                        throw new AssertionError(now + " after " + last + " with " + freed + " freed");
                    }
                    last = now;
                }
                return last;
            });
            for (long i = 1; i <= 200_000; i++) {
                sequences.add(i, i * RECORD);
                if (i % (RECORDS / 2) == 0) {
                    free((i - RECORDS / 2) * RECORD);
                }
            }
            ended.set(true);
            reader.join();
        }
    }
}
