package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.rondo.client.support.ConnectionFixture;
import io.rondo.client.support.Messages;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Null is refused whether or not the channel is full or empty. */
class NullArgumentsTest extends ConnectionFixture {
    @Test
    void aNullTimeoutIsRefusedIfThereIsRoom() {
        try (Publisher out = rondo().queue("x").publisher(); Subscriber in = rondo().queue("x").subscriber()) {
            assertThatNullPointerException().isThrownBy(() -> out.publish(Messages.of(1), 0, Messages.LENGTH, null))
                    .withMessage("timeout");
            assertThatNullPointerException().isThrownBy(() -> out.claim(Messages.LENGTH, null)).withMessage("timeout");
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
        }
    }

    @Test
    void aNullTimeoutIsRefusedIfThereIsAMessage() {
        try (Publisher out = rondo().queue("x").publisher(); Subscriber in = rondo().queue("x").subscriber()) {
            Messages.publish(out, 1);
            assertThatNullPointerException().isThrownBy(() -> in.receive(Messages.IGNORE, 1, null))
                    .withMessage("timeout");
            assertThatNullPointerException()
                    .isThrownBy(() -> in.controlledReceive((buffer, offset, length) -> Action.COMMIT, 1, null))
                    .withMessage("timeout");
            assertThat(in.poll(Messages.IGNORE, 1)).isEqualTo(1);
        }
    }

    @Test
    void aNullHandlerIsRefusedIfThereIsNoMessage() {
        try (Subscriber in = rondo().queue("x").subscriber()) {
            assertThatNullPointerException().isThrownBy(() -> in.poll(null, 1)).withMessage("handler");
            assertThatNullPointerException().isThrownBy(() -> in.controlledPoll(null, 1)).withMessage("handler");
            assertThatNullPointerException().isThrownBy(() -> in.receive(null, 1, Duration.ZERO))
                    .withMessage("handler");
            assertThatNullPointerException().isThrownBy(() -> in.controlledReceive(null, 1, Duration.ZERO))
                    .withMessage("handler");
        }
    }

    /** Reads by a reader that copies, or by one that does not. */
    @ParameterizedTest
    @EnumSource
    void aNullActionIsExplainedAndAborts(SlowConsumer policy) {
        try (Publisher out = rondo().topic("x").publisher();
                Subscriber in = rondo().topic("x").slowConsumer(policy).subscriber()) {
            Messages.publish(out, 1);
            assertThatNullPointerException()
                    .isThrownBy(() -> in.controlledPoll((buffer, offset, length) -> null, 1))
                    .withMessageContaining("return an Action");
            assertThat(in.poll(Messages.IGNORE, 1)).isEqualTo(1);
        }
    }
}
