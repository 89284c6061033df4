package io.rondo.codecs.sofh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SofhDeframerTest {
    private static final SofhHandler IGNORE = (buffer, offset, length, encodingType) -> true;

    private final Frames out = new Frames();

    @Test
    void handsOutAMessageWhereItCameIn() {
        SofhDeframer deframer = new SofhDeframer(3);
        byte[] stream = hex("00000009 eb50 010203");
        byte[][] seen = new byte[1][];

        Frames.feed(deframer, stream, 0, stream.length, (buffer, offset, length, encodingType) -> {
            seen[0] = buffer;
            assertThat(offset).isEqualTo(6);
            assertThat(length).isEqualTo(3);
            assertThat(encodingType).isEqualTo(SofhHeader.SBE_LITTLE_ENDIAN);
            return true;
        });

        assertThat(seen[0]).isSameAs(deframer.array());
    }

    @Test
    void handsOutAnEmptyMessageAsSoonAsItsHeaderIsThere() {
        SofhDeframer deframer = new SofhDeframer(0);

        Frames.feed(deframer, hex("00000006 eb"), 0, 5, out);
        assertThat(out.messages).isEmpty();
        assertThat(deframer.isMidFrame()).isTrue();
        Frames.feed(deframer, hex("50"), 0, 1, out);

        assertThat(out.messages).containsExactly(new byte[0]);
        assertThat(deframer.isMidFrame()).isFalse();
        deframer.endOfStream();
    }

    @Test
    void feedsOnlyTheRangeItIsGiven() {
        SofhDeframer deframer = new SofhDeframer(8);

        Frames.feed(deframer, hex("ffffff 00000007 0001 aa ffff"), 3, 7, out);

        assertThat(out.messages).containsExactly(hex("aa"));
        deframer.endOfStream();
    }

    @Test
    void saysWhereAStreamWasCutInAHeader() {
        SofhDeframer deframer = new SofhDeframer(8);
        Frames.feed(deframer, hex("00000007 0001 aa 0000"), 0, 9, out);

        assertThat(deframer.isMidFrame()).isTrue();
        assertThatExceptionOfType(SofhException.class).isThrownBy(deframer::endOfStream).withMessage(
                "the input ends inside the frame at byte 7, after 2 of at least 6 bytes: it was cut short");
    }

    @Test
    void saysWhereAStreamWasCutInAPayload() {
        SofhDeframer deframer = new SofhDeframer(8);
        Frames.feed(deframer, hex("0000000c 0001 aabb"), 0, 8, out);

        assertThat(out.messages).isEmpty();
        assertThatExceptionOfType(SofhException.class).isThrownBy(deframer::endOfStream)
                .withMessage("the input ends inside the frame at byte 0, after 8 of 12 bytes: it was cut short");
    }

    @Test
    void aBadLengthNamesItsFrameAndLeavesTheMessagesBeforeIt() {
        SofhDeframer deframer = new SofhDeframer(8);
        byte[] stream = hex("00000007 0001 aa 00000005 0001");

        assertThatExceptionOfType(SofhException.class)
                .isThrownBy(() -> Frames.feed(deframer, stream, 0, stream.length, out))
                .withMessageStartingWith("frame at byte 7: SOFH message length 5 is less than 6");

        assertThat(out.messages).containsExactly(hex("aa"));
        assertThatIllegalStateException().isThrownBy(() -> Frames.feed(deframer, stream, 0, 1, out));
    }

    @Test
    void acceptsTheLongestMessageAndRefusesOneByteMore() {
        SofhDeframer deframer = new SofhDeframer(2);
        byte[] stream = hex("00000008 0001 aabb 00000009 0001 aabbcc");

        assertThatExceptionOfType(SofhException.class)
                .isThrownBy(() -> Frames.feed(deframer, stream, 0, stream.length, out))
                .withMessageContaining("length 9").withMessageContaining("maximum of 2");

        assertThat(out.messages).containsExactly(hex("aabb"));
    }

    @Test
    void aHeaderThatAnnouncesAGigabyteDoesNotReserveIt() {
        // Together these would be far more than the heap of the tests.
        List<SofhDeframer> deframers = new ArrayList<>();
        byte[] start = hex("40000006 eb50 00");
        for (int i = 0; i < 100; i++) {
            SofhDeframer deframer = new SofhDeframer(SofhHeader.MAX_PAYLOAD_LENGTH);
            Frames.feed(deframer, start, 0, start.length, out);
            deframers.add(deframer);
        }

        assertThat(deframers).allMatch(SofhDeframer::isMidFrame);
    }

    @Test
    void whatTheHandlerThrowsReachesTheCallerAndEndsTheDeframer() {
        SofhDeframer deframer = new SofhDeframer(8);
        byte[] stream = hex("00000007 0001 aa");
        RuntimeException failure = new RuntimeException("handler");

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> Frames.feed(deframer, stream, 0, 7, (buffer, offset, length, encodingType) -> {
                    throw failure;
                })).isSameAs(failure);

        assertThatIllegalStateException().isThrownBy(() -> Frames.feed(deframer, stream, 0, 7, out));
    }

    @Test
    void refusesToBeFedByItsOwnHandler() {
        SofhDeframer deframer = new SofhDeframer(8);
        byte[] stream = hex("00000007 0001 aa");

        assertThatIllegalStateException().isThrownBy(() -> Frames.feed(deframer, stream, 0, 7,
                (buffer, offset, length, encodingType) -> Frames.feed(deframer, stream, 0, 7, out)));
    }

    @Test
    void refusesARangeOutsideTheArrayAndAMaximumOutOfRange() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Frames.feed(new SofhDeframer(8), new byte[4], 2, 3, out));
        assertThatIllegalArgumentException().isThrownBy(() -> new SofhDeframer(-1)).withMessageContaining("-1");
    }

    @Test
    void allocatesNothingOnceTheLongestMessageWasSeen() {
        SofhDeframer deframer = new SofhDeframer(10_000);
        byte[] stream = Frames.stream(Collections.nCopies(50, new byte[9_000]));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        feedInPiecesOf(1000, deframer, stream);

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20; i++) {
            feedInPiecesOf(1000, deframer, stream);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(9_000);
    }

    @Test
    void aLongMessageAfterShortOnesIsPutTogether() {
        byte[] message = new byte[100_000];
        new Random(1).nextBytes(message);
        byte[] stream = Frames.stream(List.of(new byte[3], message, Arrays.copyOf(message, 5_000)));
        SofhDeframer deframer = new SofhDeframer(message.length);

        for (byte each : stream) {
            Frames.feed(deframer, new byte[]{each}, 0, 1, out);
        }

        assertThat(out.messages).containsExactly(new byte[3], message, Arrays.copyOf(message, 5_000));
    }

    private static void feedInPiecesOf(int length, SofhDeframer deframer, byte[] stream) {
        for (int fed = 0; fed < stream.length; fed += length) {
            Frames.feed(deframer, stream, fed, Math.min(length, stream.length - fed), IGNORE);
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
