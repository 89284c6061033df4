package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Action;
import io.rondo.client.ControlledMessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Watchdog;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A controlled poll goes on as its handler decides. */
class ControlledPollTest extends ContractTest {
    /** With one publisher and one subscriber at a time, a mixed channel is a channel over sockets. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY);
    }

    /** Polls until at least one message was handled. */
    private static int controlled(Subscriber in, ControlledMessageHandler handler, int limit) {
        int[] handled = new int[1];
        int[] count = new int[1];
        Watchdog.await("a message", () -> {
            count[0] = in.controlledPoll((buffer, offset, length) -> {
                handled[0]++;
                return handler.onMessage(buffer, offset, length);
            }, limit);
            return handled[0] > 0;
        });
        return count[0];
    }

    @Test
    void continueConfirmsAtTheEndAndDeliversUpToTheLimit() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1, 2, 3);
            Received received = new Received();
            int taken = 0;
            while (taken < 3) {
                taken += in.controlledPoll((buffer, offset, length) -> {
                    received.onMessage(buffer, offset, length);
                    return Action.CONTINUE;
                }, 2);
            }
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L);
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
        }
    }

    @Test
    void abortDeliversTheMessageAgain() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1);
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThat(controlled(in, (buffer, offset, length) -> {
                    assertThat(Messages.number(buffer, offset, length)).isEqualTo(1);
                    return Action.ABORT;
                }, 10)).isZero();
            }
            take(in, (buffer, offset, length) -> assertThat(Messages.number(buffer, offset, length)).isEqualTo(1), 1);
        }
    }

    @Test
    void abortKeepsTheMessagesBeforeItConfirmed() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1, 2, 3);
            Received received = new Received();
            boolean[] aborted = new boolean[1];
            Watchdog.await("the abort", () -> {
                in.controlledPoll((buffer, offset, length) -> {
                    if (buffer.getLong(offset) == 2) {
                        aborted[0] = true;
                        return Action.ABORT;
                    }
                    received.onMessage(buffer, offset, length);
                    return Action.CONTINUE;
                }, 10);
                return aborted[0];
            });
            assertThat(received.numbers()).containsExactly(1L);
            takeUntil(in, received, 3);
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void breakConfirmsItsMessageAndEndsThePoll() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1, 2);
            Received received = new Received();
            assertThat(controlled(in, (buffer, offset, length) -> {
                received.onMessage(buffer, offset, length);
                return Action.BREAK;
            }, 10)).isEqualTo(1);
            assertThat(received.numbers()).containsExactly(1L);
            takeUntil(in, received, 2);
            assertThat(received.numbers()).containsExactly(1L, 2L);
        }
    }

    @Test
    void aMessageThatWasCommittedStaysConfirmedWhenALaterOneThrows() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1, 2, 3);
            Received received = new Received();
            boolean[] thrown = new boolean[1];
            Watchdog.await("the exception", () -> {
                try {
                    in.controlledPoll((buffer, offset, length) -> {
                        if (buffer.getLong(offset) == 2) {
                            throw new IllegalArgumentException("poison");
                        }
                        received.onMessage(buffer, offset, length);
                        return Action.COMMIT;
                    }, 10);
                } catch (IllegalArgumentException e) {
                    thrown[0] = true;
                }
                return thrown[0];
            });
            assertThat(received.numbers()).containsExactly(1L);
            // Skips the message that cannot be processed.
            assertThat(controlled(in, (buffer, offset, length) -> {
                assertThat(Messages.number(buffer, offset, length)).isEqualTo(2);
                return Action.BREAK;
            }, 10)).isEqualTo(1);
            takeUntil(in, received, 2);
            assertThat(received.numbers()).containsExactly(1L, 3L);
        }
    }

    @Test
    void committedMessagesReturnTheirSpace() {
        try (Subscriber in = subscriber(); Publisher out = shortLingerPublisher()) {
            fill(out);
            Watchdog.await("space", () -> {
                in.controlledPoll((buffer, offset, length) -> Action.COMMIT, 1000);
                return out.tryPublish(Messages.of(1), 0, Messages.LENGTH) > 0;
            });
            closeUnread(out);
        }
    }

    @Test
    void aHandlerThatReturnsNoActionIsRefusedAndItsMessageIsDeliveredAgain() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1);
            Watchdog.await("the message", () -> {
                try {
                    in.controlledPoll((buffer, offset, length) -> null, 1);
                    return false;
                } catch (NullPointerException e) {
                    return true;
                }
            });
            take(in, Messages.IGNORE, 1);
        }
    }

    @Test
    void aControlledPollChecksItsLimitAndItsCaller() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            assertThatThrownBy(() -> in.controlledPoll((buffer, offset, length) -> Action.CONTINUE, 0))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("limit 0");
            Messages.publish(out, 1);
            assertThat(controlled(in, (buffer, offset, length) -> {
                assertThatThrownBy(() -> in.poll(Messages.IGNORE, 1)).isInstanceOf(IllegalStateException.class);
                return Action.CONTINUE;
            }, 1)).isEqualTo(1);
        }
    }
}
