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
    void anExceptionOfTheHandlerReachesTheCallerAndEndsTheDeframer() {
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
    void refusesACountOutsideTheRoomAndAMaximumOutOfRange() {
        SofhDeframer deframer = new SofhDeframer(8);
        int room = deframer.reserve(3);

        assertThat(room).isEqualTo(deframer.array().length).isGreaterThanOrEqualTo(3);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> deframer.wrote(room + 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> deframer.wrote(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> deframer.reserve(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> deframer.reserve(Integer.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> deframer.limit(-2)).withMessageContaining("-2");
        assertThatIllegalArgumentException().isThrownBy(() -> new SofhDeframer(-1)).withMessageContaining("-1");
        assertThat(deframer.buffered()).isZero();
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

    @Test
    void aRefusedFrameIsTheFirstAtTheNextDrainAndNoneAfterItIsOfferedBefore() {
        SofhDeframer deframer = new SofhDeframer(8);
        byte[] stream = hex("00000007 0001 aa 00000007 0002 bb 00000007 0003 cc");
        SofhHandler onlyTheFirst = (buffer, offset, length, type) -> type == 1
                && out.onMessage(buffer, offset, length, type);

        assertThat(Frames.feed(deframer, stream, 0, 20, onlyTheFirst)).isFalse();
        assertThat(deframer.drain(onlyTheFirst)).isFalse();
        assertThat(out.messages).containsExactly(hex("aa"));
        assertThat(deframer.buffered()).isEqualTo(13);
        assertThat(Frames.feed(deframer, stream, 20, 1, out)).isTrue();

        assertThat(out.messages).containsExactly(hex("aa"), hex("bb"), hex("cc"));
        assertThat(deframer.buffered()).isZero();
    }

    @Test
    void framesThatWaitAreNotMistakenForAnEndInsideAFrame() {
        SofhDeframer deframer = new SofhDeframer(8);
        byte[] stream = hex("00000007 0001 aa 00000007 0002 bb 000000");

        Frames.feed(deframer, stream, 0, 14, (buffer, offset, length, type) -> false);
        assertThat(deframer.isMidFrame()).isFalse();
        deframer.endOfStream();
        Frames.feed(deframer, stream, 14, 3, (buffer, offset, length, type) -> false);

        assertThat(deframer.isMidFrame()).isTrue();
        assertThatExceptionOfType(SofhException.class).isThrownBy(deframer::endOfStream).withMessage(
                "the input ends inside the frame at byte 14, after 3 of at least 6 bytes: it was cut short");
    }

    @Test
    void theHandlerMayChangeTheLimitForTheFramesThatFollow() {
        SofhDeframer deframer = new SofhDeframer(1);
        byte[] stream = hex("00000007 0001 aa 00000009 0001 bbbbbb 00000008 0001 cccc");

        assertThatExceptionOfType(SofhException.class)
                .isThrownBy(() -> Frames.feed(deframer, stream, 0, stream.length, (buffer, offset, length, type) -> {
                    deframer.limit(length == 1 ? 3 : 1);
                    return out.onMessage(buffer, offset, length, type);
                })).withMessageStartingWith("frame at byte 16: SOFH message length 8 means a payload of 2 bytes");

        assertThat(out.messages).containsExactly(hex("aa"), hex("bbbbbb"));
    }

    @Test
    void memoryIsAtMostTwiceWhatCameAndNeverMoreThanTheFrameAndWhatIsReserved() {
        SofhDeframer deframer = new SofhDeframer(SofhHeader.MAX_PAYLOAD_LENGTH);
        byte[] stream = Frames.stream(List.of(new byte[1_000_000]));

        for (int fed = 0; fed < stream.length; fed += 1000) {
            Frames.feed(deframer, stream, fed, Math.min(1000, stream.length - fed), out);
            assertThat(deframer.array().length).isBetween(deframer.buffered(),
                    Math.min(Math.max(4096, 2 * (fed + 1000)), stream.length + 1000));
        }

        assertThat(out.messages).hasSize(1);
    }

    @Test
    void theMemoryOfALongFrameIsReleasedAfterManyShortFrames() {
        SofhDeframer deframer = new SofhDeframer(10_000_000);
        byte[] many = Frames.stream(Collections.nCopies(1000, new byte[1000]));
        feedInPiecesOf(100_000, deframer, Frames.stream(List.of(new byte[10_000_000])));
        assertThat(deframer.array().length).isGreaterThan(10_000_000);

        feedInPiecesOf(1000, deframer, many);

        assertThat(deframer.array().length).isEqualTo(65_536);
        feedInPiecesOf(999, deframer, many);
        Frames.feed(deframer, many, 0, many.length, out);
        assertThat(out.messages).hasSize(1000);
        assertThat(deframer.isMidFrame()).isFalse();
    }

    @Test
    void memoryIsKeptWhileReadsOfAnySizeNeedItNowAndThen() {
        SofhDeframer deframer = new SofhDeframer(1000);
        byte[] stream = Frames.stream(Collections.nCopies(5000, new byte[100]));
        Frames.feed(deframer, stream, 0, stream.length, IGNORE);
        byte[] first = deframer.array();

        for (int i = 0; i < 20; i++) {
            feedInPiecesOf(stream.length / 100, deframer, stream);
            Frames.feed(deframer, stream, 0, stream.length, IGNORE);
            assertThat(deframer.array()).isSameAs(first);
        }
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
