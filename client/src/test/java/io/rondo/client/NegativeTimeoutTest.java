package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.ConnectionFixture;
import io.rondo.client.support.Messages;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wait with a negative timeout ends at once, as one with the timeout zero does. */
class NegativeTimeoutTest extends ConnectionFixture {
    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void noCallWaits(long seconds) {
        Duration timeout = Duration.ofSeconds(seconds);
        try (Publisher out = rondo().queue("q").capacity(4096).publisher();
                Subscriber in = rondo().queue("empty").subscriber();
                WorkSubscriber worker = rondo().workQueue("w").subscriber();
                Responder responder = rondo().service("s").responder();
                Requester requester = rondo().service("s").requester();
                WaitSet set = rondo().waitSet()) {
            Messages.fill(out);
            assertThat(out.publish(Messages.of(1), 0, Messages.LENGTH, timeout)).isEqualTo(Publisher.BACK_PRESSURED);
            assertThat(out.publish(new byte[8], timeout)).isEqualTo(Publisher.BACK_PRESSURED);
            assertThat(out.publish(ByteBuffer.allocate(8), timeout)).isEqualTo(Publisher.BACK_PRESSURED);
            assertThat(out.claim(8, timeout)).isNull();
            assertThat(in.receive(Messages.IGNORE, 1, timeout)).isZero();
            assertThat(in.controlledReceive((buffer, offset, length) -> Action.CONTINUE, 1, timeout)).isZero();
            assertThat(worker.receive(message -> {}, 1, timeout)).isZero();
            assertThat(requester.receive(response -> {}, 1, timeout)).isZero();
            assertThat(responder.receive(request -> {}, 1, timeout)).isZero();
            set.add(in, Messages.IGNORE);
            assertThat(set.await(timeout)).isFalse();
        }
    }
}
