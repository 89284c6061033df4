package io.rondo.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.LineListener;
import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.connect.ChannelRondo;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailCommandTest {
    private static final int SHOWN = 2000;

    @TempDir
    private Path directory;
    private ChannelRondo rondo;
    private CommandLineRun line;

    @BeforeEach
    void connect() {
        rondo = ChannelRondo.open(RondoConfig.builder().directory(directory).build());
        line = new CommandLineRun(directory);
    }

    @AfterEach
    void close() {
        rondo.close();
    }

    private static void publish(Publisher publisher, String text) {
        DirectBuffer message = Buffers.wrap(text.getBytes(StandardCharsets.US_ASCII));
        publisher.publish(message, 0, message.capacity());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsUnreadMessagesOfAQueueAndLeavesThemThere(boolean singleProducer) {
        ChannelSettings options = ChannelSettings.DEFAULTS.singleProducer(singleProducer);
        List<String> read = new ArrayList<>();
        try (Publisher publisher = rondo.publisher("q", options);
                Subscriber subscriber = rondo.queue("q").subscriber()) {
            for (int i = 0; i < 3000; i++) {
                publish(publisher, "m" + i);
            }
            subscriber.poll((buffer, offset, length) -> {}, 10);
            assertThat(line.run("tail", "q", "--no-follow")).isEqualTo(ExitCode.OK);
            while (subscriber.poll((buffer, offset, length) -> {
                read.add(buffer.getStringWithoutLengthAscii(offset, length));
            }, 100) > 0) {
                // Until it is empty.
            }
        }
        assertThat(line.out().lines()).hasSize(2990).isEqualTo(read).startsWith("m10").endsWith("m2999");
        assertThat(line.errors()).isEmpty();
    }

    @Test
    void writesHex() {
        try (Publisher publisher = rondo.queue("q").publisher()) {
            publish(publisher, "az");
        }
        assertThat(line.run("tail", "q", "--no-follow", "--format", "hex")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).isEqualTo("617a\n");
    }

    @Test
    void showsNothingOfATopicsPast() {
        try (Publisher publisher = rondo.publisher("t", ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC))) {
            publish(publisher, "past");
            assertThat(line.run("tail", "t", "--no-follow")).isEqualTo(ExitCode.OK);
        }
        assertThat(line.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue", "single", "topic"})
    void followsAChannelInFullFlowAndShowsOnlyWholeMessagesInTheirOrder(String kind) throws InterruptedException {
        ChannelSettings builder = ChannelSettings.DEFAULTS.capacity(4096);
        ChannelSettings options = switch (kind) {
            case "topic" -> builder.kind(ChannelKind.TOPIC);
            case "single" -> builder.singleProducer(true);
            default -> builder;
        };
        AtomicBoolean stop = new AtomicBoolean();
        try (Publisher publisher = rondo.publisher("x", options);
                Subscriber subscriber = rondo.subscriber("x", ChannelSettings.DEFAULTS)) {
            Thread writing = Thread.ofPlatform().start(() -> {
                for (long i = 0; !stop.get(); i++) {
                    publish(publisher, i + " " + i * i);
                }
            });
            Thread reading = Thread.ofPlatform().start(() -> {
                while (writing.isAlive()) {
                    subscriber.receive((buffer, offset, length) -> {}, 10, Duration.ofMillis(10));
                }
            });
            try {
                follow();
            } finally {
                stop.set(true);
                writing.join();
                reading.join();
            }
        }
    }

    private void follow() {
        long[] last = {-1, 0};
        int code = line.run("", new LineListener(text -> {
            String[] parts = text.split(" ");
            long number = Long.parseLong(parts[0]);
            assertThat(number).isGreaterThan(last[0]);
            assertThat(Long.parseLong(parts[1])).isEqualTo(number * number);
            last[0] = number;
            if (++last[1] == SHOWN) {
                line.stop().request();
            }
        }), "tail", "x");
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(last[1]).isGreaterThanOrEqualTo(SHOWN);
    }

    @Test
    void endsWhenTheChannelIsRemovedAlsoIfThereIsANewOne() {
        Publisher publisher = rondo.queue("q").publisher();
        publish(publisher, "old");
        List<String> lines = new ArrayList<>();
        int code = line.run("", new LineListener(text -> {
            lines.add(text);
            publisher.close();
            assertThat(new CommandLineRun(directory).run("rm", "q")).isEqualTo(ExitCode.OK);
            publish(rondo.queue("q").publisher(), "new");
        }), "tail", "q");
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(lines).containsExactly("old");
        assertThat(line.errors()).isEqualTo("rondo: channel q was removed\n");
    }

    @Test
    void aClosedOutputEndsItQuietly() {
        publish(rondo.queue("q").publisher(), "one");
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(line.run("", closed, "tail", "q")).isEqualTo(ExitCode.OK);
        assertThat(line.errors()).isEmpty();
    }

    @Test
    void aMissingChannelIsNamedAndNotCreated() {
        assertThat(line.run("tail", "nope")).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors()).contains("there is no channel nope").hasLineCount(1);
        assertThat(directory).isEmptyDirectory();
    }
}
