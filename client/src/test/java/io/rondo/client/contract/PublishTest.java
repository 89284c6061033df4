package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Payload;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A publisher publishes copies of messages. */
// Closing early is what is tested.
@SuppressWarnings("try")
class PublishTest extends ContractTest {
    /** With one publisher and one subscriber at a time, a mixed channel is a channel over sockets. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY);
    }

    @Test
    void sequencesCountThisPublishersMessagesFromOne() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            MutableDirectBuffer message = Messages.of(7);
            assertThat(out.tryPublish(message, 0, 8)).isEqualTo(1);
            assertThat(out.publish(message, 0, 8)).isEqualTo(2);
            assertThat(out.publish(message, 0, 8, Duration.ofSeconds(1))).isEqualTo(3);
            try (Claim claim = out.tryClaim(0)) {
                assertThat(claim.commit()).isEqualTo(4);
            }
            try (Claim claim = out.claim(0)) {
                assertThat(claim.commit()).isEqualTo(5);
            }
            take(in, Messages.IGNORE, 5);
            out.close();
            try (Publisher next = publisher()) {
                assertThat(publishSoon(next, 8)).isEqualTo(1);
                take(in, Messages.IGNORE, 1);
            }
        }
    }

    @Test
    void everyLengthFromEmptyToTheLongestArrivesWhole() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            int longest = out.maxMessageLength();
            MutableDirectBuffer message = Buffers.allocate(longest + 3);
            for (int i = 0; i <= longest; i++) {
                int length = i;
                Payload.fill(message, 3, length, length);
                assertThat(publishSoon(out, message, 3, length)).isEqualTo(length + 1);
                take(in, (buffer, offset, size) -> {
                    assertThat(size).isEqualTo(length);
                    Payload.verify(buffer, offset, size, length);
                }, 1);
            }
        }
    }

    @Test
    void arraysAndByteBuffersOfEveryKindArriveWhole() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            byte[] bytes = new byte[100];
            Payload.fill(Buffers.wrap(bytes), 0, bytes.length, 7);
            ByteBuffer heap = ByteBuffer.allocate(120).position(20).put(bytes).position(20);
            ByteBuffer direct = ByteBuffer.allocateDirect(100).put(bytes).flip();
            for (ByteBuffer message : List.of(heap, direct, heap.slice(), heap.asReadOnlyBuffer(),
                    direct.asReadOnlyBuffer(), ByteBuffer.allocate(130).put(30, bytes).slice(10, 120).position(20))) {
                int length = message.remaining();
                int position = message.position();
                assertThat(out.tryPublish(message)).isPositive();
                assertThat(message.remaining()).isZero();
                assertThat(out.publish(message.position(position))).isPositive();
                assertThat(out.publish(message.position(position), Duration.ofMinutes(1))).isPositive();
                assertThat(message.remaining()).isZero();
                take(in, (buffer, offset, size) -> {
                    assertThat(size).isEqualTo(length);
                    Payload.verify(buffer, offset, Math.min(size, bytes.length), 7);
                }, 3);
            }
            assertThat(out.tryPublish(bytes)).isPositive();
            assertThat(out.publish(bytes)).isPositive();
            assertThat(out.publish(bytes, Duration.ofMinutes(1))).isPositive();
            take(in, (buffer, offset, size) -> Payload.verify(buffer, offset, size, 7), 3);
        }
    }

    @Test
    void aByteBufferThatIsNotPublishedKeepsItsPosition() {
        try (Subscriber in = subscriber(); Publisher out = shortLingerPublisher()) {
            fill(out);
            ByteBuffer message = ByteBuffer.allocate(20).position(3);
            assertThat(out.tryPublish(message)).isEqualTo(Publisher.BACK_PRESSURED);
            assertThat(out.publish(message, Duration.ofMillis(1))).isEqualTo(Publisher.BACK_PRESSURED);
            assertThat(message.position()).isEqualTo(3);
            assertThat(next(in, new Received(), 1)).isEqualTo(1);
            closeUnread(out);
        }
    }

    @Test
    void aMessageTooLongIsRefusedByEveryCallNamingBothLengths() {
        try (Subscriber in = subscriber("short", channel -> channel.maxMessageLength(100));
                Publisher out = publisher("short", channel -> channel.maxMessageLength(100).linger(SHORT_LINGER))) {
            assertThat(out.maxMessageLength()).isEqualTo(100);
            refusesLength(out, 101);
            refusesLength(out, -1);
            refusesLength(out, Integer.MAX_VALUE);
            refusesLength(out, Integer.MIN_VALUE);
            fill(out);
            refusesLength(out, 101);
            assertThat(next(in, new Received(), 1)).isEqualTo(1);
            closeUnread(out);
        }
    }

    private static void refusesLength(Publisher out, int length) {
        MutableDirectBuffer message = Buffers.allocate(200);
        assertThatThrownBy(() -> out.tryPublish(message, 0, length)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(" " + length + " ", "100", "short");
        assertThatThrownBy(() -> out.publish(message, 0, length)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> out.publish(message, 0, length, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> out.tryClaim(length)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(" " + length + " ", "100");
        assertThatThrownBy(() -> out.claim(length)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRangeOutsideTheBufferIsRefusedAndNothingIsWritten() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            MutableDirectBuffer message = Messages.of(1);
            assertThatThrownBy(() -> out.tryPublish(message, 1, 8)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> out.tryPublish(message, -1, 8)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> out.publish(message, 8, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> out.publish(message, Integer.MAX_VALUE, 8, Duration.ZERO))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(publishSoon(out, message, 8, 0)).isEqualTo(1);
            take(in, (buffer, offset, length) -> assertThat(length).isZero(), 1);
        }
    }

    @Test
    void aFullChannelTakesNothingAndLosesNothing() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            long taken = fill(out);
            assertThat(taken).isPositive();
            assertThat(out.tryPublish(Messages.of(-1), 0, 8)).isEqualTo(Publisher.BACK_PRESSURED);
            assertThat(out.tryPublish(Buffers.allocate(1000), 0, 1000)).isEqualTo(Publisher.BACK_PRESSURED);
            assertThat(out.publish(Messages.of(-1), 0, 8, Duration.ZERO)).isEqualTo(Publisher.BACK_PRESSURED);
            assertThat(out.publish(Messages.of(-1), 0, 8, Duration.ofSeconds(-1))).isEqualTo(Publisher.BACK_PRESSURED);
            assertThat(out.tryClaim(8)).isNull();

            Received received = new Received();
            takeUntil(in, received, taken);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, taken));
            assertThat(publishSoon(out, taken + 1)).isEqualTo(taken + 1);
            takeUntil(in, received, taken + 1);
        }
    }

    @Test
    void aPublishThatTimesOutHasWaitedForItsTimeoutAndWrittenNothing() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            long taken = fill(out);
            long start = System.nanoTime();
            assertThat(out.publish(Messages.of(-1), 0, 8, Duration.ofMillis(30))).isEqualTo(Publisher.BACK_PRESSURED);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000L);
            Received received = new Received();
            takeUntil(in, received, taken);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, taken));
        }
    }

    @Test
    void aWaitingPublishIsWokenByConsumption() throws Exception {
        for (Duration timeout : new Duration[]{null, Duration.ofMinutes(10), Duration.ofSeconds(Long.MAX_VALUE)}) {
            String channel = "waiting-" + (timeout == null ? "forever" : timeout.toSeconds());
            try (Subscriber in = subscriber(channel); Publisher out = publisher(channel)) {
                long taken = fill(out);
                MutableDirectBuffer last = Messages.of(taken + 1);
                Task<Long> publish = Task.start(() -> timeout == null
                        ? out.publish(last, 0, 8)
                        : out.publish(last, 0, 8, timeout));
                awaitParked(out, publish);
                Received received = new Received();
                while (received.numbers().size() <= taken) {
                    Messages.receive(in, received);
                }
                assertThat(publish.join()).isEqualTo(taken + 1);
                assertThat(received.numbers()).isEqualTo(Messages.range(1, taken + 1));
            }
        }
    }

    @Test
    void buffersOfAllKindsArePublished() {
        try (Subscriber in = subscriber(); Publisher out = publisher(); Arena arena = Arena.ofConfined()) {
            int length = 61;
            List<MutableDirectBuffer> sources = List.of(Buffers.allocate(100), Buffers.wrap(arena.allocate(100)),
                    new UnsafeBuffer(new byte[100]), new UnsafeBuffer(new byte[200], 100, 100),
                    new UnsafeBuffer(ByteBuffer.allocateDirect(100)), new ExpandableArrayBuffer(100));
            for (MutableDirectBuffer source : sources) {
                Payload.fill(source, 17, length, 5);
                assertThat(publishSoon(out, source, 17, length)).isPositive();
                take(in, (buffer, offset, size) -> {
                    assertThat(size).isEqualTo(length);
                    Payload.verify(buffer, offset, size, 5);
                }, 1);
            }
        }
    }

    @Test
    void aSourceThatFailsLeavesTheChannelAsItWas() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            MutableDirectBuffer gone;
            try (Arena arena = Arena.ofConfined()) {
                gone = Buffers.wrap(arena.allocate(8));
            }
            assertThatThrownBy(() -> out.tryPublish(gone, 0, 8)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> out.publish(gone, 0, 8)).isInstanceOf(IllegalStateException.class);
            assertThat(publishSoon(out, 1)).isEqualTo(1);
            Received received = new Received();
            while (received.numbers().isEmpty()) {
                in.poll(received, 10);
            }
            assertThat(in.poll(received, 10)).isZero();
            assertThat(received.numbers()).containsExactly(1L);
        }
    }

    @Test
    void anEndpointReportsItsChannelAndItsLiveParticipants() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            assertThat(out.channel()).isEqualTo(CHANNEL);
            assertThat(in.channel()).isEqualTo(CHANNEL);
            becomes(1, out::consumers);
            becomes(1, out::producers);
            becomes(1, in::consumers);
            becomes(1, in::producers);
            in.close();
            becomes(0, out::consumers);
            try (Subscriber again = subscriber()) {
                becomes(1, out::consumers);
                out.close();
                becomes(0, again::producers);
            }
        }
    }
}
