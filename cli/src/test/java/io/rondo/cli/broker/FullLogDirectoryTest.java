package io.rondo.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogReader;
import io.rondo.client.support.Watchdog;
import io.rondo.core.ring.Action;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker as a process, with its log directory on a file system of 5 MiB. Needs root to mount it, and is skipped otherwise. */
@Timeout(300)
class FullLogDirectoryTest {
    private static final String TOPIC = "orders";
    private static final int LENGTH = 8000;
    private static final int FILLER = 5 << 19;
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private Path temporary;

    private final HttpClient client = HttpClient.newHttpClient();
    private Path mounted;
    private Path filler;
    private RondoProcesses rondo;
    private RunningBroker broker;
    private int port;

    @BeforeEach
    void mount() throws Exception {
        Path target = Files.createDirectory(temporary.resolve("mounted"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=5m,mode=0700", "tmpfs", target.toString()) == 0,
                "mount needs root and is not allowed everywhere");
        mounted = target;
        filler = Files.write(mounted.resolve("filler"), new byte[FILLER]);
        rondo = new RondoProcesses(temporary).with("RONDO_LOG_DIR", mounted.resolve("logs"))
                .with("RONDO_HTTP_ENABLED", Path.of("yes")).with("RONDO_HTTP_PORT", Path.of("0"));
    }

    @AfterEach
    void unmount() throws Exception {
        client.close();
        if (mounted != null) {
            rondo.close();
            assertThat(run("umount", "-l", mounted.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }

    private void startBroker() throws IOException {
        Path file = Files.write(temporary.resolve("rondo.conf"), List.of("rondo.log.file-size = 1m"));
        broker = RunningBroker.of(rondo.start("broker", "--config", file.toString()));
        String line = broker.expect("metrics and probes are at").getLast();
        Matcher address = ADDRESS.matcher(line);
        assertThat(address.find()).as(line).isTrue();
        port = Integer.parseInt(address.group(1));
        broker.expect("is ready, with");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                BodyHandlers.ofString());
    }

    private boolean hasMetric(String line) {
        try {
            return get("/metrics").body().lines().anyMatch(line::equals);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private CommandLineRun command(int expected, String... arguments) {
        CommandLineRun line = new CommandLineRun(rondo.channels());
        assertThat(line.run(arguments)).as("%s %s", line.out(), line.errors()).isEqualTo(expected);
        return line;
    }

    private Rondo connect() {
        return Rondo.connect(RondoConfig.builder().directory(rondo.channels()).build());
    }

    private static boolean tryPublish(SequencedPublisher publisher, long number) {
        MutableDirectBuffer message = Buffers.allocate(LENGTH);
        message.putLong(0, number);
        return publisher.tryPublish(message, 0, LENGTH) > 0;
    }

    /** Publishes until the broker confirms nothing more and the channel is full; returns the number of the last message. */
    private long publishUntilFull(SequencedPublisher publisher) throws IOException {
        long number = 0;
        while (!hasMetric("rondo_log_no_space{topic=\"orders\"} 1.0")) {
            while (tryPublish(publisher, number + 1)) {
                number++;
            }
        }
        assertThat(broker.expect("no space left").getLast()).contains(" ERROR topic orders: cannot allocate")
                .contains("publishers wait");
        // What the last file has room for is confirmed still.
        long[] last = {number};
        Watchdog.await("a full channel", () -> {
            while (tryPublish(publisher, last[0] + 1)) {
                last[0]++;
            }
            long confirmed = publisher.confirmed();
            return confirmed < last[0] && !tryPublishAfter(publisher, last, confirmed);
        });
        return last[0];
    }

    /** Returns whether a message could be published, or confirmed, within some scrapes. */
    private boolean tryPublishAfter(SequencedPublisher publisher, long[] last, long confirmed) {
        for (int i = 0; i < 10; i++) {
            hasMetric("");
            if (tryPublish(publisher, last[0] + 1)) {
                last[0]++;
                return true;
            }
        }
        return publisher.confirmed() != confirmed;
    }

    private LogDirectory log() {
        return new LogDirectory(mounted.resolve("logs").resolve(TOPIC));
    }

    /** Returns the number of messages; each one is its sequence. */
    private long countLogged() {
        long[] count = {0};
        try (LogReader reader = new LogReader(log(), (first, last, reason) -> {
            throw new AssertionError("gap of " + first + " to " + last + ": " + reason);
        })) {
            while (reader.poll(record -> {
                count[0]++;
                assertThat(record.payload().getLong(0)).isEqualTo(record.sequence());
                return Action.CONTINUE;
            }, 1000) > 0) {
                // Until there is no more.
            }
        }
        return count[0];
    }

    @Test
    void aDiskTopicWaitsAndGoesOnWithoutARestartWhenThereIsSpace() throws Exception {
        startBroker();
        try (Rondo channels = connect();
                SequencedPublisher publisher = channels.sequencedTopic(TOPIC).capacity(65_536)
                        .durability(Durability.DISK).publisher()) {
            long last = publishUntilFull(publisher);
            assertThat(get("/readyz").statusCode()).isEqualTo(503);
            assertThat(get("/readyz").body()).contains("\"kind\":\"no_space\"").contains("publishers wait");
            assertThat(get("/livez").statusCode()).isEqualTo(200);
            assertThat(hasMetric("rondo_alarm{alarm=\"no_space\",blocking=\"true\",subject=\"orders\"} 1.0")).isTrue();
            assertThat(command(ExitCode.OK, "broker", "status").out()).startsWith("state     running, not ready")
                    .contains("alarm     topic orders: cannot allocate").containsPattern("(?m)^orders .* no space$");
            assertThat(command(2, "check").out()).startsWith("RONDO CRITICAL: ")
                    .contains("topic orders: cannot allocate");
            assertThat(publisher.confirmed()).isLessThan(last);

            Files.delete(filler);
            assertThat(broker.expect("the log has space again").getLast()).contains(" INFO topic orders");
            Watchdog.await("confirmation", () -> publisher.confirmed() == last);
            Watchdog.await("the end of the alarm", () -> hasMetric("rondo_broker_ready 1.0"));
            assertThat(tryPublish(publisher, last + 1)).isTrue();
            Watchdog.await("confirmation", () -> publisher.confirmed() == last + 1);
            broker.process().destroyForcibly().waitFor();
            assertThat(countLogged()).isEqualTo(last + 1);
        }
    }

    @Test
    void whatWasConfirmedIsInTheLogOfABrokerThatIsKilledOnAFullDiskAndTheNextOneContinues() throws Exception {
        startBroker();
        try (Rondo channels = connect();
                SequencedPublisher publisher = channels.sequencedTopic(TOPIC).capacity(65_536)
                        .durability(Durability.DISK).publisher()) {
            long last = publishUntilFull(publisher);
            long confirmed = publisher.confirmed();
            broker.process().destroyForcibly().waitFor();
            assertThat(countLogged()).isGreaterThanOrEqualTo(confirmed);

            // The rest of the space: the log cannot be recovered.
            Path rest = mounted.resolve("rest");
            assertThat(run("/bin/sh", "-c", "cat /dev/zero > '" + rest + "'")).isNotZero();
            startBroker();
            assertThat(get("/readyz").statusCode()).isEqualTo(503);
            assertThat(command(ExitCode.OK, "broker", "status").out()).contains("topic orders cannot be continued");
            Files.delete(filler);
            Files.delete(rest);
            broker.expect("topic orders is continued");
            Watchdog.await("confirmation", () -> publisher.confirmed() == last);
            assertThat(get("/readyz").statusCode()).isEqualTo(200);
            assertThat(countLogged()).isEqualTo(last);
        }
    }

    @Test
    void anOsTopicGoesOnAndVerifyNamesTheGap() throws Exception {
        startBroker();
        long published = 0;
        try (Rondo channels = connect();
                SequencedPublisher publisher = channels.sequencedTopic(TOPIC).capacity(65_536)
                        .durability(Durability.OS).publisher();
                SequencedSubscriber subscriber = channels.sequencedTopic(TOPIC).subscriber()) {
            long[] seen = {0};
            while (!hasMetric("rondo_alarm{alarm=\"no_space\",blocking=\"false\",subject=\"orders\"} 1.0")
                    || hasMetric("rondo_log_missing_messages_total{topic=\"orders\"} 0.0")) {
                published = exchange(publisher, subscriber, published, seen, 20);
            }
            assertThat(broker.expect("no space left").getLast()).contains("messages go on without being recorded");
            published = exchange(publisher, subscriber, published, seen, 200);
            assertThat(get("/readyz").statusCode()).isEqualTo(200);
            assertThat(get("/readyz").body()).contains("no_space");
            assertThat(command(1, "check", "--warning-space", "0", "--critical-space", "0").out())
                    .startsWith("RONDO WARNING: ");
            Files.delete(filler);
            broker.expect("the log has space again");
            published = exchange(publisher, subscriber, published, seen, 20);
            assertThat(hasMetric("rondo_log_gaps_total{topic=\"orders\"} 1.0")).isTrue();
            assertThat(seen[0]).isEqualTo(published);
        }
        RondoProcesses.signal(broker.process(), "TERM");
        assertThat(broker.exitCode()).isEqualTo(143);
        assertThat(command(ExitCode.OK, "log", "verify", mounted.resolve("logs").resolve(TOPIC).toString()).out())
                .containsPattern("gap +sequences \\d+ to \\d+, .*NO_SPACE");
    }

    /** Publishes messages and reads each of them, at most four later: what has lapped the ring is not in the log either. */
    private static long exchange(SequencedPublisher publisher, SequencedSubscriber subscriber, long published,
            long[] seen, int count) {
        long last = published + count;
        long next = published + 1;
        while (seen[0] < last) {
            if (next <= Math.min(last, seen[0] + 4) && tryPublish(publisher, next)) {
                next++;
            }
            subscriber.poll((sequence, timestamp, buffer, offset, length) -> {
                assertThat(sequence).isEqualTo(seen[0] + 1);
                assertThat(buffer.getLong(offset)).isEqualTo(sequence);
                seen[0] = sequence;
            }, 10);
        }
        return last;
    }
}
