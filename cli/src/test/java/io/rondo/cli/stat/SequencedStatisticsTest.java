package io.rondo.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rondo.broker.Broker;
import io.rondo.broker.BrokerSettings;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.SequencedTopic;
import io.rondo.client.StartPosition;
import io.rondo.client.support.Watchdog;
import io.rondo.core.segment.ChannelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stat} of sequenced topics. */
class SequencedStatisticsTest {
    private static final DirectBuffer MESSAGE = Buffers.allocate(24);
    private static final long PID = ProcessHandle.current().pid();
    private static final Terminal WIDE = new Terminal(false, false, false, 300, 100, false);
    private static final int MANY = 10;

    @TempDir
    private Path channels;
    @TempDir
    private Path logs;
    private Broker broker;
    private Rondo rondo;

    @BeforeEach
    void start() {
        RondoConfig config = RondoConfig.builder().directory(channels).build();
        broker = Broker.start(BrokerSettings.of(config).logs(TopicLogSettings.defaults().directory(logs)
                .fileLength(1 << 20)));
        rondo = Rondo.connect(config);
    }

    @AfterEach
    void end() {
        rondo.close();
        broker.close();
    }

    private SequencedTopic topic(Durability durability) {
        return rondo.sequencedTopic("orders").durability(durability);
    }

    private static void publishConfirmed(Publisher publisher) {
        long last = 0;
        for (int i = 0; i < MANY; i++) {
            last = publisher.publish(MESSAGE, 0, MESSAGE.capacity());
        }
        long sequence = last;
        Watchdog.await("confirmation", () -> publisher.confirmed() >= sequence);
    }

    private String stat(String... options) {
        CommandLineRun line = new CommandLineRun(channels).on(WIDE);
        String[] arguments = new String[options.length + 2];
        arguments[0] = "stat";
        arguments[1] = "orders";
        System.arraycopy(options, 0, arguments, 2, options.length);
        assertThat(line.run(arguments)).as(line.errors()).isEqualTo(ExitCode.OK);
        return line.out();
    }

    private JsonObject json() {
        return JsonParser.parseString(stat("--json")).getAsJsonObject();
    }

    @Test
    void aRecordedTopicHasItsPublishersLogAndSubscriptions() {
        try (Publisher publisher = topic(Durability.OS).publisher();
                Publisher second = topic(Durability.OS).publisher()) {
            publishConfirmed(publisher);
            assertThat(second.confirmed()).isZero();
            try (SequencedSubscriber books = topic(Durability.OS).durable("books").from(StartPosition.earliest())
                    .subscriber()) {
                topic(Durability.OS).durable("audit").from(StartPosition.earliest()).subscriber().close();
                int read = 0;
                while (read < 4) {
                    read += books.receive((buffer, offset, length) -> {}, 4 - read, Duration.ofSeconds(1));
                }

                JsonObject stat = json();
                JsonArray publishers = stat.getAsJsonArray("publishers");
                assertThat(publishers).hasSize(2);
                assertThat(publishers.get(0).getAsJsonObject().get("pid").getAsLong()).isEqualTo(PID);
                assertThat(publishers.get(0).getAsJsonObject().get("messages").getAsLong()
                        + publishers.get(1).getAsJsonObject().get("messages").getAsLong()).isEqualTo(MANY);
                assertThat(stat.getAsJsonObject("ingress").get("unread").getAsLong()).isZero();
                assertThat(stat.get("durability").getAsString()).isEqualTo("os");
                JsonObject log = stat.getAsJsonObject("log");
                assertThat(log.get("directory").getAsString()).isEqualTo(logs.resolve("orders").toString());
                assertThat(log.get("lastSequence").getAsLong()).isEqualTo(MANY);
                assertThat(log.get("written").getAsBoolean()).isTrue();
                assertThat(stat.get("subscriptions")).hasToString("[{\"name\":\"audit\",\"confirmed\":0,\"behind\":10,"
                        + "\"alive\":false,\"pids\":[]},{\"name\":\"books\",\"confirmed\":4,\"behind\":6,\"alive\":true,"
                        + "\"pids\":[" + PID + "]}]");

                assertThat(stat()).contains("durability   os\n",
                        "log          " + logs.resolve("orders")
                                + ", sequences 1 to 10, 1 file of 1028k, written now\n",
                        "ingress      0 bytes in 0 messages that are not confirmed\n")
                        .containsPattern("(?m)^publisher +\\d+ +" + PID + " .*\\n(.*\\n)?publisher +\\d+ +" + PID)
                        .containsPattern("(?m)^SUBSCRIPTION +CONFIRMED +BEHIND +USED BY\\n"
                                + "audit +0 +10 +-\\nbooks +4 +6 +pid " + PID + "\\n");
            }
        }
    }

    @Test
    void theLongestMessageShownIsTheLongestThatPublishingAccepts() {
        try (Publisher publisher = topic(Durability.MEMORY).publisher()) {
            int longest = json().get("maxMessage").getAsInt();
            assertThat(stat()).contains(", messages up to " + longest + " bytes, ");
            DirectBuffer message = Buffers.allocate(longest + 1);
            assertThat(publisher.publish(message, 0, longest)).isPositive();
            assertThatThrownBy(() -> publisher.publish(message, 0, longest + 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aTopicInMemoryHasNoLog() {
        try (Publisher publisher = topic(Durability.MEMORY).publisher()) {
            publishConfirmed(publisher);

            JsonObject stat = json();
            assertThat(stat.get("durability").getAsString()).isEqualTo("memory");
            assertThat(stat.has("log")).isFalse();
            assertThat(stat.getAsJsonArray("subscriptions")).isEmpty();
            assertThat(stat.getAsJsonArray("publishers")).hasSize(1);
            assertThat(stat()).contains("durability   memory\n").doesNotContainPattern("(?m)^log")
                    .doesNotContain("SUBSCRIPTION");
        }
    }

    @Test
    void aLogThatCannotBeReadIsNamedWithTheReason() throws IOException {
        try (Publisher publisher = topic(Durability.OS).publisher()) {
            publishConfirmed(publisher);
            Path link = ChannelDirectory.of(channels, null).logLink("orders");
            Files.delete(link);
            Files.createSymbolicLink(link, logs.resolve("missing"));

            JsonObject stat = json();
            assertThat(stat.has("durability")).isFalse();
            assertThat(stat.getAsJsonObject("log").get("error").getAsString()).contains("missing");
            assertThat(stat()).contains("durability   unknown\n").containsPattern("log +cannot be read: .*missing");
        }
    }
}
