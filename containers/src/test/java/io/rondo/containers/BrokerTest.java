package io.rondo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A broker in a container, its clients in others. */
@ContainerTest
class BrokerTest {
    private static final String SHARED = "/run/rondo";
    private static final String LOGS = "/var/lib/rondo";

    private static RondoContainer in(TestVolume memory, RondoContainer container) {
        return container.volume(memory, SHARED).withEnv("RONDO_DIR", SHARED + "/channels")
                .host(host -> host.withReadonlyRootfs(true));
    }

    private static RondoContainer broker(TestVolume memory, TestVolume logs) {
        return in(memory, new RondoContainer("broker")).volume(logs, LOGS).started().awaitOutOrError("is ready");
    }

    private static void publish(TestVolume memory, String message) {
        try (RondoContainer producer = in(memory,
                new RondoContainer("pub", "x", "--kind", "sequenced", "--message", message))
                .started()) {
            assertThat(producer.exitCode()).as(producer.errors()).isZero();
        }
    }

    @Test
    void aKilledBrokerIsContinuedByTheNextWithoutLossOrRepetition() {
        try (TestVolume memory = TestVolume.inMemory("32m");
                TestVolume logs = TestVolume.onDisk();
                RondoContainer first = broker(memory, logs);
                RondoContainer consumer = in(memory,
                        new RondoContainer("sub", "x", "--kind", "sequenced", "--from", "earliest")).volume(logs, LOGS)
                        .started()) {
            publish(memory, "one");
            consumer.awaitOut("one");
            first.kill();
            try (RondoContainer second = broker(memory, logs)) {
                publish(memory, "two");
                consumer.awaitOut("two");
                assertThat(consumer.out()).isEqualTo("one\ntwo\n");
                assertThat(second.isRunning()).isTrue();
            }
        }
    }

    @Test
    void aTopicWhoseTwoSegmentsDoNotFitIsRefusedWithBothSizes() {
        try (TestVolume memory = TestVolume.inMemory("2m");
                TestVolume logs = TestVolume.onDisk();
                RondoContainer broker = broker(memory, logs);
                RondoContainer producer = in(memory,
                        new RondoContainer("pub", "x", "--kind", "sequenced", "--message", "hello")).started()) {
            assertThat(producer.exitCode()).isEqualTo(1);
            assertThat(producer.errors()).contains("channel x needs 2228224 bytes: /run/rondo/channels has",
                    "bytes free",
                    "use a smaller capacity");
            assertThat(broker.isRunning()).isTrue();
        }
    }
}
