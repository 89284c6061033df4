package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests and responses in arrays and ByteBuffers. */
class ServiceBuffersTest extends ServiceContractTest {
    @Test
    void arraysAndByteBuffersAreSentWhole() {
        byte[] bytes = "0123456789".getBytes(StandardCharsets.US_ASCII);
        List<String> requests = new ArrayList<>();
        List<String> responses = new ArrayList<>();
        try (Responder responder = responder(); Requester requester = requester()) {
            Watchdog.await("responder", () -> requester.responders() == 1);
            ByteBuffer heap = ByteBuffer.wrap(bytes).position(3);
            ByteBuffer direct = ByteBuffer.allocateDirect(4).put(bytes, 0, 4).flip();
            assertThat(requester.trySend(bytes)).isPositive();
            assertThat(requester.send(bytes, LONG)).isPositive();
            assertThat(requester.send(heap)).isPositive();
            assertThat(requester.send(direct.asReadOnlyBuffer(), LONG)).isPositive();
            assertThat(requester.trySend(direct)).isPositive();
            assertThat(heap.remaining() + direct.remaining()).isZero();
            while (requests.size() < 5) {
                responder.receive(request -> {
                    requests.add(text(request));
                    ByteBuffer part = ByteBuffer.wrap(bytes, 0, 2);
                    assertThat(request.part(part)).isTrue();
                    assertThat(part.hasRemaining()).isFalse();
                    assertThat(request.part(bytes)).isTrue();
                    assertThat(requests.size() % 2 == 0 ? request.reply(bytes) : request.reply(part.flip())).isTrue();
                }, 1, LONG);
            }
            while (responses.size() < 15) {
                requester.receive(response -> responses.add(text(response)), 15, LONG);
            }
        }
        assertThat(requests).containsExactly("0123456789", "0123456789", "3456789", "0123", "0123");
        assertThat(responses.subList(0, 6)).containsExactly("01", "0123456789", "01", "01", "0123456789", "0123456789");
    }

    @Test
    void aCallTakesArraysAndByteBuffers() throws Exception {
        try (Responder responder = responder(); Requester requester = requester()) {
            ByteBuffer request = ByteBuffer.wrap("buffer".getBytes(StandardCharsets.US_ASCII));
            Task<List<String>> calling = Task.start(() -> List.of(text(requester.call(new byte[]{'a'})),
                    text(requester.call(new byte[]{'b'}, LONG)), text(requester.call(request)),
                    text(requester.call(request.flip(), LONG))));
            for (int i = 0; i < 4; i++) {
                handle(responder, received -> received.reply(received.buffer(), received.offset(), received.length()));
            }
            assertThat(calling.join()).containsExactly("a", "b", "buffer", "buffer");
            assertThat(request.hasRemaining()).isFalse();
        }
    }
}
