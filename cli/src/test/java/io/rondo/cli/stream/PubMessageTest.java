package io.rondo.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pub --message} waits for space; standard error is no terminal. */
class PubMessageTest {
    private static final String MESSAGE = "a message of one hundred characters".repeat(3);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void aFullQueueIsReportedOnceAndItsConsumerIsMissing() throws Exception {
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
                Publisher full = rondo.queue("full").capacity(4096).publisher()) {
            fill(full);
            AtomicReference<CommandLineRun> line = new AtomicReference<>();
            Task<Integer> running = Task.start(() -> {
                line.set(new CommandLineRun(directory));
                return line.get().run("pub", "full", "--message", MESSAGE);
            });
            Watchdog.await("the line", () -> line.get() != null && line.get().errors().endsWith("\n"));
            try (Subscriber subscriber = rondo.queue("full").subscriber()) {
                while (!running.isDone()) {
                    subscriber.poll((buffer, offset, length) -> {}, 10);
                }
            }
            assertThat(running.join()).isZero();
            assertThat(line.get().errors()).isEqualTo("rondo: channel full is full and has no consumer: waiting\n");
        }
    }

    private static void fill(Publisher publisher) {
        while (publisher.tryPublish(Buffers.allocate(100), 0, 100) > 0) {
            // Until there is no space.
        }
    }

    @Test
    void aSignalReportsThatTheMessageWasNotPublished() throws Exception {
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
                Publisher full = rondo.queue("full").capacity(4096).publisher()) {
            fill(full);
            AtomicReference<CommandLineRun> line = new AtomicReference<>();
            Task<Integer> running = Task.start(() -> {
                line.set(new CommandLineRun(directory));
                return line.get().run("pub", "full", "--message", MESSAGE);
            });
            Watchdog.await("the command", () -> full.producers() == 2);
            line.get().stop().request();
            running.join();
            assertThat(line.get().errors()).contains("stopped by a signal: the message was not published")
                    .doesNotContain("byte");
        }
    }
}
