package io.rondo.client.socket.session;

import io.rondo.core.buffer.SegmentBuffer;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Pieces of 24 bytes pass through a ring of 64, so that every third one follows padding. The first result is the number
 * of pieces taken in order, the second an unexpected value in place of a piece.
 */
@JCStressTest
@Outcome(id = "12, 0", expect = Expect.ACCEPTABLE, desc = "Every piece arrived, intact and in order.")
@State
public class ByteRingStress {
    private static final int CAPACITY = 64;
    private static final int PIECE = 24;
    private static final int PIECES = 12;

    private final ByteRing ring = new ByteRing(ByteBuffer.allocate(CAPACITY));

    /** Appends pieces while there is space. */
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

    /** Takes the pieces and frees their space. */
    @Actor
    public void taker(JJ_Result seen) {
        SegmentBuffer view = ring.newView();
        long position = 0;
        while (seen.r1 < PIECES && seen.r2 == 0) {
            long end = ring.appended();
            long start = ring.skipPadding(position, end);
            if (start == end) {
                continue;
            }
            if (ring.contiguousEnd(start, end) - start < PIECE) {
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
