package io.rondo.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.connect.ChannelRondo;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ls} and {@code stat} of full queues without a consumer. */
class MissingConsumerTest {
    private static final DirectBuffer MESSAGE = Buffers.allocate(24);
    private static final int RECORD = 64;
    /** No terminal, and long lines. */
    private static final Terminal WIDE = new Terminal(false, false, false, 300, 100, false);

    @TempDir
    private Path directory;
    private ChannelRondo rondo;

    @BeforeEach
    void connect() {
        rondo = ChannelRondo.open(RondoConfig.builder().directory(directory).build());
    }

    @AfterEach
    void close() {
        rondo.close();
    }

    private static void publish(Publisher publisher, int count) {
        for (int i = 0; i < count; i++) {
            publisher.publish(MESSAGE, 0, MESSAGE.capacity());
        }
    }

    private String run(String... args) {
        CommandLineRun line = new CommandLineRun(directory).on(WIDE);
        assertThat(line.run(args)).as(line.errors()).isEqualTo(ExitCode.OK);
        assertThat(line.errors()).isEmpty();
        return line.out();
    }

    @Test
    void aFullQueueIsHeldUpByItsMissingConsumer() {
        try (Publisher publisher = rondo.publisher("q", ChannelSettings.DEFAULTS.capacity(4096))) {
            publish(publisher, 4096 / RECORD - 1);
            assertThat(run("stat", "q")).doesNotContain("held up by");
            publish(publisher, 1);
            assertThat(run("stat", "q"))
                    .contains("held up by   no consumer is attached: start one, such as rondo sub q\n");
            assertThat(run("ls").lines().toList()).first().asString().endsWith("HELD UP BY");
            assertThat(run("ls").lines().toList().get(1)).endsWith("  no consumer is attached");
        }
        try (Subscriber subscriber = rondo.queue("q").subscriber()) {
            assertThat(run("stat", subscriber.channel())).doesNotContain("held up by");
        }
    }

    @Test
    void aProducerThatWaitsForSpaceIsHeldUpByAMissingConsumer() throws InterruptedException {
        try (Publisher publisher = rondo.publisher("q", ChannelSettings.DEFAULTS.capacity(4096))) {
            DirectBuffer message = Buffers.allocate(1000);
            Thread flow = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 4; i++) {
                    publisher.publish(message, 0, message.capacity());
                }
            });
            Watchdog.await("the missing consumer",
                    () -> run("stat", "q").contains("held up by   no consumer is attached"));
            try (Subscriber subscriber = rondo.queue("q").subscriber()) {
                while (flow.isAlive()) {
                    subscriber.poll((buffer, offset, length) -> {}, 10);
                }
            }
            flow.join();
        }
    }
}
