package io.rondo.broker.bridge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.rondo.broker.Broker;
import io.rondo.broker.BrokerSettings;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.bridge.BrokerBridgeSettings;
import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.status.BridgeKind;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.broker.topic.NamePattern;
import io.rondo.broker.topic.TopicRule;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedTopic;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogReader;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import io.rondo.core.ring.Action;
import io.rondo.core.segment.SegmentSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Directories of channels with brokers, as on hosts of their own, and a media driver over which their bridges meet. */
abstract class CopyFixture {
    static final String TOPIC = "orders";
    static final int LOG_FILE_LENGTH = 1 << 20;
    static final String IPC = "aeron:ipc?term-length=64k";
    static final int STREAM = 7;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path shared;
    @TempDir
    private Path disk;
    private final List<Host> hosts = new ArrayList<>();
    private MediaDriver driver;

    /**
     * A record of a log.
     *
     * @param number the message
     */
    record Recorded(long sequence, long timestamp, long producerId, long producerSequence, long number) {}

    /** A directory of channels, a connection to it, and a broker. */
    final class Host {
        private final Path directory;
        private final Path logs;
        private final Rondo rondo;
        private Durability durability = Durability.DISK;
        private RetentionPolicy retention = RetentionPolicy.UNLIMITED;
        private SegmentSpec properties = SegmentSpec.builder().topic(true).sequenced(0).build();
        private Broker broker;

        private Host(String name) {
            try {
                directory = Files.createDirectory(shared.resolve(name),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            logs = disk.resolve(name);
            rondo = Rondo.connect(config());
        }

        private RondoConfig config() {
            return RondoConfig.builder().directory(directory).build();
        }

        Host durability(Durability asked) {
            durability = asked;
            return this;
        }

        Host retention(RetentionPolicy asked) {
            retention = asked;
            return this;
        }

        /** Sets the longest message of a new topic. */
        Host maxMessage(int length) {
            return properties(SegmentSpec.builder().maxMessageLength(length));
        }

        /** Sets the properties of a new topic. */
        Host properties(SegmentSpec.Builder asked) {
            properties = asked.topic(true).sequenced(0).build();
            return this;
        }

        /** Copies the log of a broker that runs. */
        Path backup() throws IOException {
            Path target = disk.resolve("backup");
            copyFiles(log(), target);
            return target;
        }

        /** Puts a backup in the place of the log; the host was started again meanwhile, so there are no segments. */
        void restore(Path backup) throws IOException {
            IoUtil.delete(log().toFile(), false);
            copyFiles(backup, log());
            removeSegments();
        }

        /** Puts the log of another host in the place of a log. */
        void adopt(Path backup) throws IOException {
            Files.createDirectories(logs);
            copyFiles(backup, log());
        }

        /** Removes the topic, which keeps its log. */
        void removeSegments() throws IOException {
            for (String name : List.of(TOPIC + ".ring", TOPIC + "@in.ring", TOPIC + "@ids", TOPIC + "@subs")) {
                Files.delete(directory.resolve(name));
            }
        }

        /** Changes the last message with a number. */
        void damage(long number) throws IOException {
            byte[] wanted = new byte[Long.BYTES];
            message(number).getBytes(0, wanted);
            try (Stream<Path> files = Files.list(log())) {
                Path file = files.filter(each -> each.toString().endsWith(".log")).max(Comparator.naturalOrder())
                        .orElseThrow();
                byte[] bytes = Files.readAllBytes(file);
                int at = bytes.length - Long.BYTES;
                while (!Arrays.equals(bytes, at, at + Long.BYTES, wanted, 0, Long.BYTES)) {
                    at--;
                }
                bytes[at + 1] ^= 1;
                Files.write(file, bytes);
            }
        }

        private static void copyFiles(Path from, Path to) throws IOException {
            Files.createDirectory(to);
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }

        /** Starts the broker with bridges. */
        Host start(BridgeSettings... bridges) {
            broker = Broker.start(BrokerSettings.of(config())
                    .logs(TopicLogSettings.defaults().directory(logs).fileLength(LOG_FILE_LENGTH))
                    .topics(new TopicRules(List.of(),
                            rule()))
                    .bridges(new BrokerBridgeSettings(driver.context().aeronDirectory().toPath(), List.of(bridges))));
            return this;
        }

        private TopicRule rule() {
            return TopicRule.DEFAULT.durability(durability).properties(properties).retention(retention);
        }

        void stop() {
            if (broker != null) {
                broker.close();
                broker = null;
            }
        }

        SequencedTopic topic() {
            return rondo.sequencedTopic(TOPIC);
        }

        Rondo rondo() {
            return rondo;
        }

        Broker broker() {
            return broker;
        }

        Path log() {
            return logs.resolve(TOPIC);
        }

        BridgeStatus bridge() {
            return broker.status().bridges().getFirst();
        }

        void await(ToLongFunction<BridgeStatus> count, long number) {
            await(number + " counted", () -> count.applyAsLong(bridge()) >= number);
        }

        void awaitAlarm(AlarmKind kind, String text) {
            await(kind + " with " + text, () -> broker.status().alarms().stream()
                    .anyMatch(alarm -> alarm.kind() == kind && alarm.message().contains(text)));
        }

        void awaitNoAlarm(AlarmKind kind) {
            await("no " + kind, () -> broker.status().alarms().stream()
                    .noneMatch(alarm -> alarm.kind() == kind));
        }

        /** Returns all records of the log, and the gaps. */
        List<Recorded> recorded(List<String> gaps) {
            List<Recorded> found = new ArrayList<>();
            try (LogReader reader = new LogReader(new LogDirectory(log()),
                    (first, last, reason) -> gaps.add(first + " to " + last + " " + reason))) {
                while (reader.poll(record -> {
                    found.add(new Recorded(record.sequence(), record.timestamp(), record.publisherId(),
                            record.publisherSequence(), record.payload().getLong(0)));
                    return Action.CONTINUE;
                }, 1000) > 0) {
                    // Until the end.
                }
            } catch (LogException e) {
                if (e.reason() != LogException.Reason.MISSING) {
                    throw e;
                }
            }
            return found;
        }

        /** Returns the oldest sequence of the log, also while retention deletes files. */
        long oldest() {
            try (LogReader reader = new LogReader(new LogDirectory(log()), (_, _, _) -> {})) {
                return reader.oldestSequence();
            }
        }

        List<Recorded> recorded() {
            List<String> gaps = new ArrayList<>();
            List<Recorded> found = recorded(gaps);
            assertThat(gaps).isEmpty();
            return found;
        }

        /** Waits until the log has so many records. */
        void awaitRecorded(int count) {
            await(count + " records", () -> recorded(new ArrayList<>()).size() >= count);
        }

        private void await(String what, BooleanSupplier condition) {
            try {
                Watchdog.await(what, condition);
            } catch (AssertionError e) {
                throw new AssertionError(hosts.stream().filter(host -> host.broker != null)
                        .map(host -> host.broker.status()).toList().toString(), e);
            }
        }
    }

    @BeforeEach
    final void launch() {
        driver = MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(shared.resolve("aeron").toString())
                .threadingMode(ThreadingMode.SHARED).dirDeleteOnStart(true).dirDeleteOnShutdown(true)
                .warnIfDirectoryExists(false));
    }

    @AfterEach
    final void end() {
        hosts.forEach(host -> host.rondo().close());
        hosts.forEach(Host::stop);
        driver.close();
    }

    /** Ends the media driver, and starts another one in its directory. */
    final void replaceDriver() {
        driver.close();
        launch();
    }

    /** A client that may send and read anything. */
    final Aeron aeron() {
        return Aeron.connect(new Aeron.Context().aeronDirectoryName(shared.resolve("aeron").toString()));
    }

    final Host host(String name) {
        Host host = new Host(name);
        hosts.add(host);
        return host;
    }

    /** The bridge of a home. */
    static BridgeSettings home(int streams) {
        return bridge("home", BridgeDirection.SEND, streams);
    }

    static BridgeSettings home() {
        return home(STREAM);
    }

    /** The bridge of a copy. */
    static BridgeSettings copy(int streams) {
        return bridge("copy", BridgeDirection.RECEIVE, streams);
    }

    static BridgeSettings copy() {
        return copy(STREAM);
    }

    private static BridgeSettings bridge(String name, BridgeDirection direction, int streams) {
        return new BridgeSettings(name + streams, direction, new NamePattern(TOPIC), BridgeKind.SEQUENCED,
                new AeronStream(IPC, streams), new AeronStream(IPC, streams + 1));
    }

    static MutableDirectBuffer message(long number) {
        MutableDirectBuffer buffer = Buffers.allocate(Long.BYTES);
        buffer.putLong(0, number);
        return buffer;
    }

    static void publish(Publisher publisher, long first, long last) {
        for (long number = first; number <= last; number++) {
            assertThat(publisher.publish(message(number), 0, Long.BYTES)).isPositive();
        }
    }

    static void awaitConfirmed(Publisher publisher, long sequence) {
        Watchdog.await("confirmation of " + sequence, () -> publisher.confirmed() >= sequence);
    }
}
