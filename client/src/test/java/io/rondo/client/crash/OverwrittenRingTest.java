package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.process.Kind;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A ring holds bytes that no producer writes. */
class OverwrittenRingTest extends CrashFixture {
    @ParameterizedTest
    @CsvSource({"QUEUE, BLOCK", "SINGLE_PRODUCER_QUEUE, BLOCK", "TOPIC, BLOCK", "TOPIC, DROP_OLDEST", "TOPIC, EVICT"})
    void aReceiveEndsInTimeAlsoWhereAllIsPadding(Kind kind, SlowConsumer policy) throws Exception {
        try (Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL,
                CrashChannel.options(kind).slowConsumer(policy))) {
            try (RawSegment segment = new RawSegment(directory(), Kind.CHANNEL)) {
                segment.fillWithPadding();
            }
            assertThat(Task.start(() -> in.receive(Messages.IGNORE, 1, Duration.ofMillis(20))).join()).isZero();
        }
    }
}
