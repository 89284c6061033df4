package io.rondo.client.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.DeadLetter;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.crash.SmallJvm;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Messages;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A consumer of work queues is killed while it holds messages. What the next one sees does not depend on the transport. */
class KilledWorkerTest {
    private static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"SHM", "SHM_DESCRIPTOR", "SOCKET"})
    void theNextConsumerTakesOverAndTheReasonOfADeadLetterIsThatTheConsumerIsGone(Transport transport)
            throws Exception {
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
                WorkSubscriber jobs = rondo.workQueue("jobs").subscriber();
                Publisher out = rondo.workQueue("jobs").publisher();
                WorkSubscriber onceIn = rondo.workQueue("once").maxDeliveries(1).subscriber();
                Publisher onceOut = rondo.workQueue("once").publisher();
                Subscriber dead = rondo.queue("once.dead").subscriber()) {
            Messages.publish(out, 1);
            Messages.publish(onceOut, 2);
            try (ChildJvm worker = SmallJvm.CLIENT.start(directory, WorkerMain.class, transport, "jobs", "once")) {
                worker.expect("held 2");
                worker.kill();
            }
            assertThat(jobs.receive(message -> {
                assertThat(message.isTakenOver()).isTrue();
                assertThat(message.deliveries()).isEqualTo(2);
                message.ack();
            }, 1, LONG)).isEqualTo(1);
            List<DeadLetter> letters = new ArrayList<>();
            Watchdog.await("the dead letter", () -> {
                assertThat(onceIn.poll(message -> {}, 1)).isZero();
                return dead.poll((buffer, offset, length) -> letters.add(DeadLetter.of(buffer, offset, length)),
                        1) == 1;
            });
            assertThat(letters.getFirst().reason()).isEqualTo(DeadLetter.Reason.CONSUMER_GONE);
            assertThat(letters.getFirst().deliveries()).isEqualTo(1);
        }
    }
}
