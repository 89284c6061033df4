package io.rondo.perf.competitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final int LONGEST = 500_000;

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    /** Returns at most a number of bytes per read. */
    private ReadableByteChannel inPieces(int size) {
        ReadableByteChannel all = Channels.newChannel(new ByteArrayInputStream(stream.toByteArray()));
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer target) throws IOException {
                ByteBuffer piece = target.slice(target.position(), Math.min(size, target.remaining()));
                int read = all.read(piece);
                target.position(target.position() + Math.max(0, read));
                return read;
            }

            @Override
            public boolean isOpen() {
                return all.isOpen();
            }

            @Override
            public void close() {}
        };
    }

    private static byte[] message(int length) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) length);
        return message;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, Integer.MAX_VALUE})
    void messagesOfAnyLengthAreReceivedComplete(int piece) {
        int[] lengths = piece == 1 ? new int[]{0, 8, 100} : new int[]{8, 0, 1, 4096, 300_000, LONGEST, 3};
        FrameSender sender = new FrameSender(Channels.newChannel(stream));
        for (int length : lengths) {
            sender.send(new UnsafeBuffer(message(length)), 0, length);
        }
        List<Integer> received = new ArrayList<>();
        FrameReceiver receiver = new FrameReceiver(LONGEST, () -> inPieces(piece), (buffer, offset, length) -> {
            byte[] message = new byte[length];
            buffer.getBytes(offset, message);
            assertThat(message).isEqualTo(message(length));
            received.add(length);
        });
        while (received.size() < lengths.length) {
            receiver.poll();
        }
        assertThat(received).containsExactly(Arrays.stream(lengths).boxed().toArray(Integer[]::new));
        assertThatThrownBy(receiver::poll).hasMessageContaining("ended");
    }
}
