package io.rondo.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Watchdog;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** {@code ls} and {@code stat} of full queues without a consumer. */
class MissingConsumerTest extends ChannelCommands {
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
