package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.ClosedException;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Payload;
import io.rondo.client.support.Received;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** A subscriber delivers messages in order, each until it is confirmed. */
// Closing early is what is tested.
@SuppressWarnings("try")
class ConsumeTest extends ContractTest {
    /** With one publisher and one subscriber at a time, a mixed channel is a channel over sockets. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY);
    }

    @Test
    void pollDeliversInOrderUpToItsLimitAndReturnsTheCount() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Received received = new Received();
            assertThat(in.poll(received, 5)).isZero();
            Messages.publish(out, 1, 2, 3, 4, 5);
            assertThat(next(in, received, 2)).isEqualTo(received.numbers().size()).isBetween(1, 2);
            assertThat(in.receive(received, 1, Duration.ofSeconds(Watchdog.SECONDS))).isEqualTo(1);
            takeUntil(in, received, 5);
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(in.lost()).isZero();
        }
    }

    @Test
    void aLimitThatIsNotPositiveIsRefusedNamingIt() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1);
            for (int limit : new int[]{0, -3}) {
                assertThatThrownBy(() -> in.poll(Messages.IGNORE, limit)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("limit " + limit);
                assertThatThrownBy(() -> in.receive(Messages.IGNORE, limit, Duration.ZERO))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            take(in, Messages.IGNORE, 1);
        }
    }

    @Test
    void theHandlersViewIsReadOnlyAndBounded() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 42, 43);
            MessageHandler inspecting = (buffer, offset, length) -> {
                long before = buffer.getLong(offset);
                assertThat(buffer.byteArray()).isNull();
                assertThat(buffer.byteBuffer()).isNull();
                assertThatThrownBy(() -> buffer.getByte(offset + length)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> buffer.getByte(offset - 1)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> buffer.getLong(offset + 1)).isInstanceOf(IndexOutOfBoundsException.class);
                if (buffer instanceof MutableDirectBuffer mutable) {
                    assertThatThrownBy(() -> mutable.putLong(offset, -1)).isInstanceOf(RuntimeException.class);
                    assertThatThrownBy(() -> mutable.putByte(offset, (byte) -1)).isInstanceOf(RuntimeException.class);
                    assertThatThrownBy(() -> mutable.setMemory(offset, length, (byte) -1))
                            .isInstanceOf(RuntimeException.class);
                    assertThatThrownBy(() -> mutable.putBytes(offset, new byte[length]))
                            .isInstanceOf(RuntimeException.class);
                    assertThatThrownBy(() -> mutable.putBytes(offset, Messages.of(-1), 0, length))
                            .isInstanceOf(RuntimeException.class);
                }
                assertThat(buffer.getLong(offset)).isEqualTo(before);
            };
            take(in, inspecting, 2);
        }
    }

    @Test
    void aHandlerThatThrowsConfirmsTheMessagesBeforeAndGetsItsMessageAgain() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1, 2, 3, 4);
            Received received = new Received();
            ArithmeticException mine = new ArithmeticException("cannot handle 3");
            MessageHandler failing = (buffer, offset, length) -> {
                if (buffer.getLong(offset) == 3) {
                    throw mine;
                }
                received.onMessage(buffer, offset, length);
            };
            assertThatThrownBy(() -> take(in, failing, 4)).isSameAs(mine);
            assertThatThrownBy(() -> in.poll(failing, 10)).isSameAs(mine);
            assertThatThrownBy(() -> in.receive(failing, 10, Duration.ofSeconds(1))).isSameAs(mine);
            assertThat(received.numbers()).containsExactly(1L, 2L);
            takeUntil(in, received, 4);
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Test
    void anIllegalStateExceptionOfAHandlerIsPassedOn() {
        try (Subscriber in = subscriber(); Publisher out = shortLingerPublisher()) {
            Messages.publish(out, 1);
            IllegalStateException mine = new IllegalStateException("mine");
            assertThatThrownBy(() -> next(in, (buffer, offset, length) -> {
                throw mine;
            }, 1)).isSameAs(mine);
            assertThatThrownBy(() -> in.poll((buffer, offset, length) -> {
                in.close();
                throw mine;
            }, 1)).isSameAs(mine);
            assertThatThrownBy(() -> in.poll(Messages.IGNORE, 1)).isInstanceOf(ClosedException.class);
            closeUnread(out);
        }
    }

    @Test
    void aHandlerThatPollsIsRefused() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1, 2);
            Received received = new Received();
            take(in, (buffer, offset, length) -> {
                assertThatThrownBy(() -> in.poll(received, 1)).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("handler");
                assertThatThrownBy(() -> in.receive(received, 1, Duration.ZERO))
                        .isInstanceOf(IllegalStateException.class);
                received.onMessage(buffer, offset, length);
            }, 2);
            assertThat(received.numbers()).containsExactly(1L, 2L);
        }
    }

    @Test
    void aHandlerThatClosesHasItsMessageConfirmedAndGetsNoOther() {
        try (Subscriber in = subscriber(); Publisher out = shortLingerPublisher()) {
            Messages.publish(out, 1, 2, 3);
            Received received = new Received();
            assertThat(in.receive((buffer, offset, length) -> {
                received.onMessage(buffer, offset, length);
                in.close();
                // The message stays readable until the handler returns.
                assertThat(buffer.getLong(offset)).isEqualTo(1);
            }, 10, Duration.ofSeconds(Watchdog.SECONDS))).isEqualTo(1);
            assertThat(received.numbers()).containsExactly(1L);
            assertThatThrownBy(() -> in.poll(received, 1)).isInstanceOf(ClosedException.class);
            becomes(0, out::consumers);
            closeUnread(out);
        }
    }

    @Test
    void receiveReturnsZeroWhenItsTimeHasPassed() {
        try (Subscriber in = subscriber()) {
            assertThat(in.receive(Messages.IGNORE, 1, Duration.ZERO)).isZero();
            assertThat(in.receive(Messages.IGNORE, 1, Duration.ofSeconds(-1))).isZero();
            assertThat(in.receive(Messages.IGNORE, 1, Duration.ofSeconds(Long.MIN_VALUE))).isZero();
            long start = System.nanoTime();
            assertThat(in.receive(Messages.IGNORE, 1, Duration.ofMillis(30))).isZero();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000L);
        }
    }

    @Test
    void messagesOfRandomLengthsSurviveManyLaps() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            int longest = out.maxMessageLength();
            MutableDirectBuffer message = Buffers.allocate(longest);
            AtomicLong received = new AtomicLong();
            MessageHandler verify = (buffer, offset, length) -> {
                long number = received.incrementAndGet();
                assertThat(length).isEqualTo(Payload.length(number, longest));
                Payload.verify(buffer, offset, length, number);
            };
            long last = 5000;
            long sent = 0;
            while (received.get() < last) {
                int length = Payload.length(sent + 1, longest);
                Payload.fill(message, 0, length, sent + 1);
                if (sent < last && out.tryPublish(message, 0, length) == sent + 1) {
                    sent++;
                } else if (in.poll(verify, 3) == 0) {
                    Thread.yield();
                }
            }
            assertThat(in.poll(verify, 1)).isZero();
        }
    }
}
