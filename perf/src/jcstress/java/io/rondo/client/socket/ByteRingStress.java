package io.rondo.client.socket;

import io.rondo.core.memory.SegmentBuffer;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Pieces of 24 bytes go through a ring of 64, so that every third begins a new lap behind a skip. The first result is the number of
 * pieces that were taken in order, the second what stood where another piece was expected.
 */
@JCStressTest
@Outcome(id = "12, 0", expect = Expect.ACCEPTABLE, desc = "Every piece came, whole and in order.")
@State
public class ByteRingStress {
    private static final int CAPACITY = 64;
    private static final int PIECE = 24;
    private static final int PIECES = 12;

    private final ByteRing ring = new ByteRing(ByteBuffer.allocate(CAPACITY));

    /** Appends pieces as there is room. */
    @Actor
    public void appender() {
        SegmentBuffer view = ring.newView();
        for (long number = 1; number <= PIECES; number++) {
            int index;
            do {
                index = ring.claim(PIECE);
            } while (index < 0);
            for (int i = 0; i < PIECE; i += Long.BYTES) {
                view.putLong(index + i, number);
            }
            ring.commit(PIECE);
        }
    }

    /** Takes them, and gives their room back. */
    @Actor
    public void taker(JJ_Result seen) {
        SegmentBuffer view = ring.newView();
        long position = 0;
        while (seen.r1 < PIECES && seen.r2 == 0) {
            long end = ring.appended();
            long start = ring.skip(position, end);
            if (start == end) {
                continue;
            }
            if (ring.endOfRow(start, end) - start < PIECE) {
                seen.r2 = -1;
            }
            for (int i = 0; i < PIECE; i += Long.BYTES) {
                long word = view.getLong(ring.index(start) + i);
                if (word != seen.r1 + 1) {
                    seen.r2 = word;
                }
            }
            seen.r1++;
            position = start + PIECE;
            ring.free(position);
        }
    }
}
