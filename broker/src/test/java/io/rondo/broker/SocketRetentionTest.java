package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.status.LogStatus;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.Transport;
import io.rondo.client.support.Watchdog;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slow subscriber over a socket, from which retention takes messages. */
@Timeout(180)
class SocketRetentionTest extends BrokerFixture {
    private static final int LENGTH = 4000;

    private static void publishLong(SequencedPublisher publisher, int count) {
        MutableDirectBuffer message = Buffers.allocate(LENGTH);
        for (int i = 0; i < count; i++) {
            publisher.publish(message, 0, LENGTH);
        }
    }

    @Test
    void whatRetentionRemovedIsAnExceptionOnceAndThenTheOldestMessageFollows() {
        Broker broker = startBroker(settings(Durability.OS, new RetentionPolicy(2L * LOG_FILE_LENGTH, 0, false)));
        RondoConfig config = RondoConfig.builder().directory(directory()).transport(Transport.SOCKET).build();
        try (SequencedPublisher publisher = rondo().sequencedTopic(TOPIC).capacity(1 << 16).publisher();
                Rondo connected = Rondo.connect(config);
                SequencedSubscriber subscriber = connected.sequencedTopic(TOPIC).from(StartPosition.earliest())
                        .subscriber()) {
            assertThat(subscriber.transport()).isEqualTo(Transport.SOCKET);
            List<Long> sequences = new ArrayList<>();
            publishLong(publisher, 1);
            read(subscriber, 1).forEach(seen -> sequences.add(seen.sequence()));
            publishLong(publisher, 3000);
            Watchdog.await("deletion", () -> {
                LogStatus log = broker.status().topics().getFirst().log();
                return log.writtenSequence() == 3001 && log.files() <= 2;
            });

            SequenceUnavailableException failure = catchThrowableOfType(SequenceUnavailableException.class, () -> {
                while (true) {
                    read(subscriber, 1).forEach(seen -> sequences.add(seen.sequence()));
                }
            });
            long before = sequences.getLast();
            assertThat(failure).hasMessageContaining("topic " + TOPIC + " does not keep messages " + (before + 1)
                    + " to " + (failure.oldest() - 1));
            assertThat(subscriber.lost()).isEqualTo(failure.oldest() - 1 - before);
            while (sequences.getLast() < 3001) {
                read(subscriber, 1).forEach(seen -> sequences.add(seen.sequence()));
            }
            assertThat(sequences.get((int) before)).isEqualTo(failure.oldest());
            assertThat(subscriber.lost()).isEqualTo(failure.oldest() - 1 - before);
            for (int i = 1; i < sequences.size(); i++) {
                assertThat(sequences.get(i)).isEqualTo(i == before ? failure.oldest() : sequences.get(i - 1) + 1);
            }
        }
    }
}
