package io.rondo.client.shm;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Ring;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/**
 * A publisher adds records, each of which takes the entry of one that the broker has freed, while another thread asks for the
 * last confirmed sequence again and again. The sequence of a record is twice its number. The ring holds few records, so that the
 * publisher takes the entries that the other thread reads.
 */
@JCStressTest
@Outcome(id = "true, true, 400", expect = Expect.ACCEPTABLE,
        desc = "Each look found a freed record that is not older than that of the look before, and in the end the last one.")
@Outcome(id = "false, .*", expect = Expect.FORBIDDEN, desc = "A record counts as confirmed that was not freed.")
@Outcome(id = "true, false, .*", expect = Expect.FORBIDDEN, desc = "A record that counted as confirmed no longer does.")
@Outcome(expect = Expect.FORBIDDEN, desc = "After the end a freed record is missing.")
@State
public class ConfirmedSequencesStress {
    private static final int BEFORE = 3;
    private static final int LAST = 200;
    private static final int LOOKS = 30;

    private static final int CAPACITY = 4 * RecordLayout.ALIGNMENT;
    private static final int SLOTS = 8;

    private final MemorySegment header = Arena.ofAuto().allocate(SegmentLayout.entries(SLOTS), Long.BYTES);
    /** Bytes outside the heap, which jcstress does not see when it decides on the number of states. */
    final byte[] footprint = new byte[SegmentLayout.entries(SLOTS)];
    /** Nothing reads or writes its data. */
    private final ConfirmedSequences sequences = new ConfirmedSequences(
            new Ring("stress", RingKind.MPSC, header, header.reinterpret(2L * CAPACITY), CAPACITY,
                    CAPACITY / 2 - Long.BYTES, SLOTS),
            0, true);
    private int added;

    /** Records that are in the ring, the first of them freed. */
    public ConfirmedSequencesStress() {
        while (added < BEFORE) {
            add();
        }
        free(1);
        sequences.confirmed();
    }

    private void add() {
        added++;
        sequences.add(2L * added, (long) added * RecordLayout.ALIGNMENT);
    }

    private void free(long records) {
        // [read] As the broker does.
        Words.setLongRelease(header, SegmentLayout.READ, records * RecordLayout.ALIGNMENT);
    }

    /** Frees a record, as the broker does, and adds one in its place. */
    @Actor
    public void publisher() {
        while (added < LAST) {
            free(added - BEFORE + 1);
            add();
        }
    }

    /** Asks for the confirmed sequence, several times. */
    @Actor
    public void reader(ZZJ_Result seen) {
        long last = 2;
        seen.r1 = true;
        seen.r2 = true;
        for (int look = 0; look < LOOKS; look++) {
            long confirmed = sequences.confirmed();
            long freed = Words.getLongAcquire(header, SegmentLayout.READ) / RecordLayout.ALIGNMENT;
            seen.r1 &= confirmed <= 2 * freed;
            seen.r2 &= confirmed >= last;
            last = confirmed;
        }
    }

    /** Frees everything. */
    @Arbiter
    public void end(ZZJ_Result seen) {
        free(LAST);
        seen.r3 = sequences.confirmed();
    }
}
