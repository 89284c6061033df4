package io.rondo.client.socket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.codecs.sofh.SofhException;
import io.rondo.codecs.sofh.SofhHeader;
import io.rondo.core.buffer.SegmentBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Streams of frames, cut at random, and refused now and then. */
class FrameReaderTest {
    private static final int MAX = 300;

    private final Random random = new Random(1);
    private final List<byte[]> arrived = new ArrayList<>();

    @Test
    void framesArriveInOrderForEveryCutOfTheStream() {
        for (int i = 0; i < 1000; i++) {
            List<byte[]> messages = messages();
            arrived.clear();

            feed(new FrameReader(MAX, this::take), stream(messages), 1 + random.nextInt(900));

            assertThat(arrived).containsExactlyElementsOf(messages);
        }
    }

    @Test
    void aRefusedFrameIsOfferedAgainBeforeTheNextOne() {
        for (int i = 0; i < 1000; i++) {
            List<byte[]> messages = messages();
            arrived.clear();

            feed(new FrameReader(MAX, (buffer, offset, length, type) -> random.nextInt(3) > 0
                    && take(buffer, offset, length, type)), stream(messages), 1 + random.nextInt(900));

            assertThat(arrived).containsExactlyElementsOf(messages);
        }
    }

    @Test
    void anInvalidLengthNamesThePositionInTheStreamHoweverItIsCut() {
        List<byte[]> messages = List.of(new byte[10], new byte[20], new byte[MAX + 1]);
        for (int most : new int[]{1, 7, 1000}) {
            FrameReader reader = new FrameReader(MAX, (buffer, offset, length, type) -> true);

            assertThatThrownBy(() -> feed(reader, stream(messages), most)).isInstanceOf(SofhException.class)
                    .hasMessageContaining("frame at byte " + (10 + 20 + 2 * SofhHeader.LENGTH));
        }
    }

    private void feed(FrameReader reader, byte[] stream, int most) {
        int at = 0;
        while (at < stream.length) {
            int length = Math.min(1 + random.nextInt(most), stream.length - at);
            ByteBuffer memory = ByteBuffer.allocateDirect(length).put(stream, at, length);
            SegmentBuffer piece = new SegmentBuffer();
            piece.wrap(memory);
            boolean taken = reader.read(piece, 0, length);
            at += length;
            while (!taken) {
                if (random.nextBoolean() && at < stream.length) {
                    piece.wrap(new byte[]{stream[at++]});
                    reader.keep(piece, 0, 1);
                }
                taken = reader.read(piece, 0, 0);
            }
        }
    }

    private boolean take(DirectBuffer buffer, int offset, int length, int encodingType) {
        assertThat(encodingType).isEqualTo(SofhHeader.SBE_LITTLE_ENDIAN);
        byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        return arrived.add(message);
    }

    private List<byte[]> messages() {
        List<byte[]> messages = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            byte[] message = new byte[random.nextInt(MAX + 1)];
            random.nextBytes(message);
            messages.add(message);
        }
        return messages;
    }

    private static byte[] stream(List<byte[]> messages) {
        int length = messages.stream().mapToInt(message -> SofhHeader.LENGTH + message.length).sum();
        byte[] stream = new byte[length];
        SegmentBuffer view = new SegmentBuffer();
        view.wrap(stream);
        int at = 0;
        for (byte[] message : messages) {
            SofhHeader.encode(view, at, message.length, SofhHeader.SBE_LITTLE_ENDIAN);
            view.putBytes(at + SofhHeader.LENGTH, message);
            at += SofhHeader.LENGTH + message.length;
        }
        return stream;
    }
}
