package io.rondo.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.LineListener;
import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.support.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code top} of channels with known traffic. */
@Timeout(120)
class TopCommandTest {
    private static final DirectBuffer MESSAGE = Buffers.allocate(24);

    @TempDir
    private Path directory;
    private Rondo rondo;

    @BeforeEach
    void connect() {
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
    }

    @AfterEach
    void close() {
        rondo.close();
    }

    private static void publish(Publisher publisher) {
        publisher.publish(MESSAGE, 0, MESSAGE.capacity());
    }

    private static List<String> names(String line) {
        return JsonParser.parseString(line).getAsJsonObject().getAsJsonArray("channels").asList().stream()
                .map(JsonElement::getAsJsonObject).map(channel -> channel.get("channel").getAsString()).toList();
    }

    private CommandLineRun once(String... options) {
        CommandLineRun line = new CommandLineRun(directory);
        String[] arguments = new String[options.length + 2];
        arguments[0] = "top";
        arguments[1] = "--once";
        System.arraycopy(options, 0, arguments, 2, options.length);
        assertThat(line.run(arguments)).as(line.errors()).isEqualTo(ExitCode.OK);
        assertThat(line.errors()).isEmpty();
        return line;
    }

    @Test
    void anEmptyDirectoryIsAHeadingWithSumsOfZero() {
        List<String> lines = once().out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).endsWith("Z  channels 0  in 0/s  out 0/s  backlog 0 bytes");
        assertThat(lines.get(2)).startsWith("CHANNEL");
    }

    @Test
    void channelsWithoutTrafficAreOrderedByBacklogAndThenByName() {
        try (Publisher few = rondo.queue("few").publisher(); Publisher many = rondo.queue("many").publisher()) {
            rondo.queue("b").publisher().close();
            rondo.queue("a").publisher().close();
            publish(few);
            publish(many);
            publish(many);

            assertThat(names(once("--json").out())).containsExactly("many", "few", "a", "b");
            assertThat(once().out()).contains("channels 4  in 0/s  out 0/s  backlog 192 bytes");
        }
    }

    @Test
    void theBusiestChannelIsFirst() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (Publisher idle = rondo.queue("idle").publisher()) {
            publish(idle);
            Task<Void> traffic = Task.start(() -> {
                try (Publisher busy = rondo.topic("busy").publisher()) {
                    while (!stop.get()) {
                        publish(busy);
                    }
                }
                return null;
            });
            CommandLineRun line = new CommandLineRun(directory);
            List<JsonObject> samples = new ArrayList<>();
            int code = line.run("", new LineListener(text -> {
                JsonObject sample = JsonParser.parseString(text).getAsJsonObject();
                // The first sample may be older than the topic.
                if (sample.getAsJsonArray("channels").size() == 2
                        && sample.toString().matches(".*\"publishedPerSecond\":[1-9].*")) {
                    samples.add(sample);
                    line.stop().request();
                }
            }), "top", "--json");
            stop.set(true);
            traffic.join();

            assertThat(code).isEqualTo(ExitCode.OK);
            assertThat(Instant.parse(samples.getFirst().get("time").getAsString())).isBefore(Instant.now());
            assertThat(names(samples.getFirst().toString())).containsExactly("busy", "idle");
        }
    }

    @Test
    void aChannelThatIsTruncatedWhileTheCommandRunsIsReported() {
        rondo.queue("whole").publisher().close();
        rondo.queue("torn").publisher().close();
        CommandLineRun line = new CommandLineRun(directory);
        List<String> seen = new ArrayList<>();
        int code = line.run("", new LineListener(text -> {
            seen.add(text);
            if (seen.size() == 1) {
                truncate(directory.resolve("torn.ring"));
            } else if (text.contains("truncated")) {
                line.stop().request();
            }
        }), "top", "--json");
        assertThat(code).as(line.errors()).isEqualTo(ExitCode.OK);
        assertThat(seen.getLast()).contains("\"error\":\"channel torn: a page of the channel's file is gone (")
                .contains("\"channel\":\"whole\"");
    }

    private static void truncate(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aChannelAppearsAndDisappearsWhileTheCommandRuns() {
        rondo.queue("first").publisher().close();
        CommandLineRun line = new CommandLineRun(directory);
        List<List<String>> seen = new ArrayList<>();
        int code = line.run("", new LineListener(text -> {
            seen.add(names(text));
            switch (seen.size()) {
                case 1 -> rondo.queue("second").publisher().close();
                case 2 -> assertThat(new CommandLineRun(directory).run("rm", "first")).isEqualTo(ExitCode.OK);
                default -> line.stop().request();
            }
        }), "top", "--json");
        assertThat(code).as(line.errors()).isEqualTo(ExitCode.OK);
        assertThat(line.errors()).isEmpty();
        assertThat(seen).containsExactly(List.of("first"), List.of("first", "second"), List.of("second"));
    }

    /** A command that is told to end while it takes the sample after a number of others. */
    private CommandLineRun endedInSampleAfter(List<String> printed, int samples) {
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        CommandLineRun[] line = new CommandLineRun[1];
        line[0] = new CommandLineRun(() -> {
            if (printed.size() == samples) {
                line[0].stop().request();
            }
            return config;
        });
        return line[0];
    }

    @Test
    void aSampleThatTheSignalEndedIsPrintedOnlyIfItIsTheOnlyOne() {
        rondo.queue("q").publisher().close();
        List<String> printed = new ArrayList<>();
        LineListener output = new LineListener(printed::add);
        assertThat(endedInSampleAfter(printed, 1).run("", output, "top", "--json")).isEqualTo(ExitCode.OK);
        assertThat(printed).hasSize(1);
        printed.clear();
        assertThat(endedInSampleAfter(printed, 0).run("", output, "top", "--json", "--once")).isEqualTo(ExitCode.OK);
        assertThat(printed).hasSize(1);
    }

    @Test
    void aReplacedChannelIsShownAnew() {
        Publisher publisher = rondo.queue("q").publisher();
        publish(publisher);
        publisher.close();
        CommandLineRun line = new CommandLineRun(directory);
        List<Long> backlogs = new ArrayList<>();
        line.run("", new LineListener(text -> {
            backlogs.add(JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("channels").get(0)
                    .getAsJsonObject().get("backlogBytes").getAsLong());
            if (backlogs.size() == 1) {
                assertThat(new CommandLineRun(directory).run("rm", "q")).isEqualTo(ExitCode.OK);
                rondo.queue("q").publisher().close();
            } else {
                line.stop().request();
            }
        }), "top", "--json");
        assertThat(backlogs).containsExactly(64L, 0L);
    }

    @Test
    void aChannelThatOnlyItsOwnerCanDescribeAndAnUnreadableOneAreShown() throws Exception {
        RondoConfig sockets = RondoConfig.builder().directory(directory).transport(Transport.SOCKET).build();
        Files.write(directory.resolve("broken.ring"), new byte[]{1, 2, 3});
        try (Rondo connected = Rondo.connect(sockets)) {
            connected.queue("remote").subscriber();
            String text = once().out();
            assertThat(text).containsPattern("remote +queue").containsPattern("broken +unreadable: ");
            assertThat(names(once("--json").out())).containsExactly("broken", "remote");
        }
    }
}
