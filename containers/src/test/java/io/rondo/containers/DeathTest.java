package io.rondo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Containers that are killed or stopped. The first process of each has pid 1. */
@ContainerTest
@Execution(ExecutionMode.CONCURRENT)
class DeathTest {
    private static final String QUEUE = "x";
    private static final String SIGNAL = "/dev/shm/commit";
    private static final int PAUSE_MILLIS = 20_000;

    private static RondoContainer consumer() {
        return new RondoContainer("sub", QUEUE, "--kind", "queue").shareable();
    }

    private static RondoContainer claiming(RondoContainer consumer) {
        return RondoContainer.main(ClaimMain.class, QUEUE, SIGNAL).ipcOf(consumer).started().awaitOut("claimed");
    }

    private static void publish(RondoContainer shared, String message) {
        try (RondoContainer producer = new RondoContainer("pub", QUEUE, "--kind", "queue", "--message", message)
                .ipcOf(shared).started()) {
            assertThat(producer.exitCode()).as(producer.errors()).isZero();
        }
    }

    @Test
    void theClaimOfAKilledProducerIsSkipped() {
        try (RondoContainer consumer = consumer().started(); RondoContainer producer = claiming(consumer)) {
            publish(consumer, "after");
            producer.kill();
            consumer.awaitOut("after");
            assertThat(consumer.out()).isEqualTo("before\nafter\n");
        }
    }

    @Test
    void theClaimOfAPausedProducerIsNotTaken() throws Exception {
        try (RondoContainer consumer = consumer().started(); RondoContainer producer = claiming(consumer)) {
            publish(consumer, "after");
            consumer.awaitOut("before");
            producer.pause();
            // The time that the requirement names; nothing must happen in it.
            Thread.sleep(PAUSE_MILLIS);
            assertThat(consumer.out()).isEqualTo("before\n");
            producer.unpause();
            producer.execInContainer("touch", SIGNAL);
            consumer.awaitOut("after");
            assertThat(consumer.out()).isEqualTo("before\nclaimed\nafter\n");
        }
    }

    @Test
    void aPausedConsumerKeepsItsPlaceAndItsMessages() throws Exception {
        try (RondoContainer consumer = consumer().started()) {
            publish(consumer, "one");
            consumer.awaitOut("one");
            consumer.pause();
            publish(consumer, "two");
            try (RondoContainer second = new RondoContainer("sub", QUEUE, "--kind", "queue").ipcOf(consumer)
                    .started()) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.errors()).contains(
                        "channel x has its only consumer already, pid 1 of another PID namespace, which is alive");
            }
            Thread.sleep(PAUSE_MILLIS);
            publish(consumer, "three");
            consumer.unpause();
            consumer.awaitOut("three");
            assertThat(consumer.out()).isEqualTo("one\ntwo\nthree\n");
        }
    }

    /** The segment ends with the container of its owner. The producer has a container of its own, and shares sockets only. */
    @Test
    void aProducerByDescriptorReportsWhatAKilledOwnerHadNotRead() throws Exception {
        try (TestVolume sockets = TestVolume.onDisk();
                RondoContainer owner = byDescriptor(sockets,
                        "rondo sub x --kind queue & echo $! >/dev/shm/pid; wait").started();
                RondoContainer producer = byDescriptor(sockets,
                        "(until [ -e /dev/shm/publish ]; do sleep 0.1; done; echo one; echo two;"
                                + "until [ -e /dev/shm/end ]; do sleep 0.1; done)"
                                + "| rondo pub x --kind queue --format lines")
                        .started()) {
            owner.await("the producer is attached", () -> stat(owner).contains("\"role\": \"producer\""));
            owner.execInContainer("bash", "-c", "kill -STOP $(cat /dev/shm/pid)");
            producer.execInContainer("touch", "/dev/shm/publish");
            owner.await("the messages are published", () -> stat(owner).contains("\"unread\": 2,"));
            owner.kill();
            producer.execInContainer("touch", "/dev/shm/end");
            assertThat(producer.exitCode()).isEqualTo(1);
            assertThat(producer.errors()).contains("messages 1 to 2 were not confirmed");
        }
    }

    private static RondoContainer byDescriptor(TestVolume sockets, String script) {
        return RondoContainer.script(script).volume(sockets, "/run/rondo").withEnv("RONDO_SOCKET_DIR", "/run/rondo")
                .withEnv("RONDO_TRANSPORT", "shm-descriptor");
    }

    private static String stat(RondoContainer container) {
        try {
            return container.rondo("stat", QUEUE, "--json");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNewConsumerTakesThePlaceOfAKilledOne() {
        try (RondoContainer holder = RondoContainer.script("sleep 1000").shareable().started();
                RondoContainer killed = new RondoContainer("sub", QUEUE, "--kind", "queue").ipcOf(holder).started()) {
            publish(holder, "one");
            killed.awaitOut("one");
            killed.kill();
            publish(holder, "two");
            try (RondoContainer next = new RondoContainer("sub", QUEUE, "--kind", "queue").ipcOf(holder).started()) {
                next.awaitOut("two");
                // The killed consumer may have printed a message that it had not yet confirmed.
                assertThat(next.out()).isIn("two\n", "one\ntwo\n");
            }
        }
    }
}
