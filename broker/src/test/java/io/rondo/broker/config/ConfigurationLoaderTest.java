package io.rondo.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rondo.broker.BrokerSettings;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.bridge.BrokerBridgeSettings;
import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.http.HttpSettings;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.recording.topics.RecordingRule;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.status.BridgeKind;
import io.rondo.broker.topic.NamePattern;
import io.rondo.broker.topic.TopicRule;
import io.rondo.client.Durability;
import io.rondo.client.RondoConfig;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.core.segment.SegmentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that the loader reads. */
class ConfigurationLoaderTest {
    @TempDir
    private Path temporary;

    private Path file(String... lines) throws IOException {
        return Files.write(temporary.resolve("rondo.conf"), List.of(lines));
    }

    private static ConfigurationLoader loader(Map<String, String> environment) {
        return new ConfigurationLoader(environment, new Properties());
    }

    private static Configuration load(Path file) throws InvalidConfigurationException {
        return loader(Map.of()).load(file);
    }

    private List<String> errors(String... lines) throws IOException {
        Path file = file(lines);
        InvalidConfigurationException failure = catchThrowableOfType(InvalidConfigurationException.class,
                () -> load(file));
        assertThat(failure).isNotNull();
        return failure.errors();
    }

    private static TopicRequest asked(String topic) {
        return new TopicRequest(topic, TopicRule.DEFAULT.properties(), null);
    }

    @Test
    void withoutAFileTheSettingsAreTheDefaultsOfTheLibrary() throws Exception {
        BrokerSettings loaded = load(null).settings();
        BrokerSettings defaults = BrokerSettings.of(RondoConfig.builder().build());
        assertThat(loaded.drain()).isEqualTo(defaults.drain());
        assertThat(loaded.topicsPerThread()).isEqualTo(defaults.topicsPerThread());
        assertThat(loaded.logs().fileLength()).isEqualTo(defaults.logs().fileLength());
        assertThat(loaded.config().directory()).isNull();
        assertThat(loaded.topics().rules()).isEmpty();
        TopicRequest created = loaded.topics().complete(asked("x"));
        TopicRequest expected = defaults.topics().complete(asked("x"));
        assertThat(created.durability()).isEqualTo(expected.durability());
        assertThat(created.properties().capacity()).isEqualTo(SegmentSpec.BASE_CAPACITY);
        assertThat(created.properties().maxMessageLength()).isEqualTo(expected.properties().maxMessageLength());
        assertThat(loaded.topics().retention("x")).isEqualTo(RetentionPolicy.UNLIMITED);
    }

    @Test
    void aVariableWithoutEffectIsReportedWithTheOneThatIsMeant() {
        assertThat(loader(Map.of("RONDO_DRIAN", "3s", "RONDO_TOPIC_RETENTION_AGES", "1d", "RONDO_COLOUR", "red",
                "RONDO_DRAIN", "3s", "RONDO_SOCKET_DIR", "/run", "HOME", "/root")).warnings()).containsExactly(
                        "environment variable RONDO_COLOUR has no effect: remove it, or check its spelling against the"
                                + " settings",
                        "environment variable RONDO_DRIAN has no effect: did you mean RONDO_DRAIN?",
                        "environment variable RONDO_TOPIC_RETENTION_AGES has no effect: did you mean"
                                + " RONDO_TOPIC_RETENTION_AGE?");
    }

    @Test
    void noVariableThatTheSettingsDescribeIsReported() throws Exception {
        Path settings = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize().getParent()
                .resolve("docs/operations/settings.md");
        Map<String, String> environment = Pattern.compile("RONDO_[A-Z_]+").matcher(Files.readString(settings)).results()
                .collect(Collectors.toMap(MatchResult::group, _ -> "x", (one, _) -> one));

        assertThat(environment).hasSizeGreaterThan(8);
        assertThat(loader(environment).warnings()).isEmpty();
    }

    @Test
    void everyValueOfAFileBecomesASetting() throws Exception {
        Configuration configuration = load(file("rondo {", "dir = channels", "dir-uid = 17", "topics-per-thread = 3",
                "drain = 2 minutes", "log { dir = /var/log/rondo, file-size = 2m }",
                "topic { on-demand = off, durability = os, capacity = 64k, max-message = 1k, max-participants = 5",
                "  retention { size = 1g, age = 7d, interest = on } }",
                "http { enabled = no, address = \"::1\", port = 9000, max-channels = 7 }",
                "logging { level = debug, format = json } }"));
        BrokerSettings settings = configuration.settings();
        assertThat(settings.config().directory()).isEqualTo(Path.of("channels").toAbsolutePath());
        assertThat(settings.config().directoryUid()).isEqualTo(17);
        assertThat(settings.topicsPerThread()).isEqualTo(3);
        assertThat(settings.drain()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.logs().directory()).isEqualTo(Path.of("/var/log/rondo"));
        assertThat(settings.logs().fileLength()).isEqualTo(2 << 20);
        assertThat(settings.topics().otherwise().durability()).isEqualTo(Durability.OS);
        SegmentSpec properties = settings.topics().otherwise().properties();
        assertThat(properties.capacity()).isEqualTo(1 << 16);
        assertThat(properties.maxMessageLength()).isEqualTo(1 << 10);
        assertThat(properties.maxParticipants()).isEqualTo(5);
        assertThat(settings.topics().retention("x"))
                .isEqualTo(new RetentionPolicy(1L << 30, Duration.ofDays(7).toNanos(), true));
        assertThatThrownBy(() -> settings.topics().complete(asked("x"))).hasMessageContaining("on demand");
        assertThat(settings.http()).isEqualTo(new HttpSettings(false, "::1", 9000, 7));
        assertThat(configuration.logging())
                .isEqualTo(new LoggingSettings(LoggingSettings.Level.DEBUG, LoggingSettings.Format.JSON));
    }

    @Test
    void theEndpointListensOnLoopbackByDefault() throws Exception {
        HttpSettings http = load(null).settings().http();
        assertThat(http.enabled()).isTrue();
        assertThat(http.address()).isEqualTo("127.0.0.1");
        assertThat(http.port()).isPositive();
        assertThat(load(file("rondo.http.address = \"\"")).settings().http().address()).isEqualTo("127.0.0.1");
        assertThat(errors("rondo.http.port = 70000", "rondo.http.max-channels = -1"))
                .anyMatch(error -> error.contains("rondo.http.port is 70000: give a whole number from 0 to 65535"))
                .anyMatch(error -> error.contains("rondo.http.max-channels is -1"));
    }

    @Test
    void anEntryOfATopicHasTheDefaultsForWhatItDoesNotSetAndItsNameWinsOverPatterns() throws Exception {
        var topics = load(file("rondo.topic { durability = os, retention.size = 1g }", "rondo.topics = [",
                "{ name = \"a*z\", capacity = 8k, retention.age = 1h }", "{ name = \"a*\", durability = memory }",
                "{ name = abz, capacity = 16k } ]")).settings().topics();
        assertThat(topics.named()).extracting(TopicRequest::topic).containsExactly("abz");
        assertThat(topics.complete(asked("abz")).properties().capacity()).isEqualTo(16 << 10);
        assertThat(topics.complete(asked("abz")).durability()).isEqualTo(Durability.OS);
        assertThat(topics.complete(asked("axyz")).properties().capacity()).isEqualTo(8 << 10);
        assertThat(topics.retention("axyz"))
                .isEqualTo(new RetentionPolicy(1L << 30, Duration.ofHours(1).toNanos(), false));
        assertThat(topics.complete(asked("ab")).durability()).isEqualTo(Durability.MEMORY);
        assertThat(topics.retention("b")).isEqualTo(new RetentionPolicy(1L << 30, 0, false));
    }

    @Test
    void anEntryOfARecordingHasTheDefaultsForWhatItDoesNotSet() throws Exception {
        var recordings = load(file("rondo.recording { durability = os, retention.size = 1g }", "rondo.recordings = [",
                "{ name = \"md.*\", retention.age = 1h }", "{ name = orders, durability = disk } ]")).settings()
                .recordings();
        assertThat(recordings.rules()).containsExactly(
                new RecordingRule(new NamePattern("md.*"), Durability.OS,
                        new RetentionPolicy(1L << 30, Duration.ofHours(1).toNanos(), false)),
                new RecordingRule(new NamePattern("orders"), Durability.DISK,
                        new RetentionPolicy(1L << 30, 0, false)));
        assertThat(load(null).settings().recordings().rules()).isEmpty();
    }

    @Test
    void anUnknownKeyIsReportedWithFileLineAndTheNearestKey() throws Exception {
        String file = temporary.resolve("rondo.conf") + ":";
        assertThat(errors("rondo {", "  drian = 5s", "  topic {", "    retention { siez = 1g }", "  }",
                "  topics = [", "    { name = x", "      capacty = 1m }", "  ]", "  quux = 1", "}"))
                .containsExactly(file + "2: unknown key rondo.drian: did you mean rondo.drain?",
                        file + "10: unknown key rondo.quux: use one of aeron, bridge, bridges, dir, dir-uid,"
                                + " drain, http, log, logging, recording, recordings, socket-dir, topic, topics, topics-per-thread",
                        file + "4: unknown key rondo.topic.retention.siez: did you mean rondo.topic.retention.size?",
                        file + "8: unknown key rondo.topics[0].capacty: did you mean rondo.topics[0].capacity?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "rondo.drain = 5|rondo.drain is 5: give a time with a unit, such as 500ms, 5s, 10m, 2h or 7d, up to 1h",
        "rondo.drain = \"5\"|rondo.drain is \"5\": give a time with a unit",
        "rondo.drain = 5 parsecs|rondo.drain is \"5 parsecs\": give a time with a unit",
        "rondo.drain = 2h|rondo.drain is \"2h\": give a time with a unit",
        "rondo.drain = -1s|rondo.drain is \"-1s\": give a time with a unit",
        "rondo.drain = [1s]|rondo.drain is [\"1s\"]: give a time with a unit",
        "rondo.drain = null|rondo.drain is null: give a time with a unit",
        "rondo.topics = null|rondo.topics is null: give a list of objects",
        "rondo.topics-per-thread = 0|rondo.topics-per-thread is 0: give a whole number from 1 to 127",
        "rondo.topics-per-thread = 1.5|rondo.topics-per-thread is 1.5: give a whole number from 1 to 127",
        "rondo.log.file-size = 1000000|rondo.log.file-size is 1000000: give a size from 1m to 1g, a multiple of 4k",
        "rondo.log.file-size = 64 mega|rondo.log.file-size is \"64 mega\": give a size",
        "rondo.log = 5|rondo.log is 5: give an object with the keys dir, file-size",
        "rondo = 5|rondo is 5: give an object with the keys",
        "rondo.topic.capacity = 5000|rondo.topic.capacity is 5000: give a size from 4k to 512m, a power of two",
        "rondo.topic.max-message = 1m|rondo.topic.max-message is \"1m\": give a size of at most 262",
        "rondo.topic.durability = disc|rondo.topic.durability is \"disc\": use one of memory, os, disk",
        "rondo.topic.durability = DISK|rondo.topic.durability is \"DISK\": use one of memory, os, disk",
        "rondo.topic.on-demand = perhaps|rondo.topic.on-demand is \"perhaps\": use yes or no",
        "rondo.topic.retention.age = forever|rondo.topic.retention.age is \"forever\": give a time with a unit, such as "
                + "500ms, 5s, 10m, 2h or 7d, from 1s, or unlimited",
        "rondo.topic.retention.size = -1|rondo.topic.retention.size is -1: give a size of at least a byte, or unlimited",
        "rondo.topics = 5|rondo.topics is 5: give a list of objects",
        "rondo.topics = [5]|rondo.topics[0] is 5: give an object with a name",
        "rondo.topics = [{}]|rondo.topics[0] has no name: give one, or a pattern with *",
        "rondo.topics = [{ name = null }]|rondo.topics[0].name is null: give a text",
        "rondo.bridges = [{ name = null }]|rondo.bridges[0].name is null: give a text",
        "rondo.topics = [{ name = a/b }]|rondo.topics[0]: channel name 'a/b' is not valid",
        "rondo.topics = [{ name = \"?*\" }]|rondo.topics[0]: channel name '?' is not valid",
        "rondo.topics = [{ name = a }, { name = a }]|rondo.topics has the name a twice: remove one of the entries",
        "rondo.topics = [{ name = a, retention = 5 }]|rondo.topics[0].retention is 5: give an object with the keys",
        "rondo.recording.durability = memory|rondo.recording.durability is \"memory\": use one of os, disk",
        "rondo.recordings = 5|rondo.recordings is 5: give a list of objects",
        "rondo.recordings = [{ name = \"a/*\" }]|rondo.recordings[0]: channel name 'a/' is not valid",
        "rondo.recordings = [{ durability = os }]|rondo.recordings[0] has no name: give one, or a pattern with *",
        "rondo.recordings = [{ name = a, retention.interest = yes }]|unknown key rondo.recordings[0].retention.interest",
        "rondo.recordings = [{ name = a, capacity = 1m }]|unknown key rondo.recordings[0].capacity",
        "rondo.dir-uid = root|rondo.dir-uid is \"root\": give a number"})
    void anInvalidValueIsReportedWithFileLineAndRemedy(String line, String message) throws Exception {
        List<String> errors = errors("# a comment", line);
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst()).startsWith(temporary.resolve("rondo.conf") + ":2: " + message);
    }

    @Test
    void allErrorsAreReportedAtOnce() throws Exception {
        assertThat(errors("rondo.drain = 5", "rondo.log.file-size = 1", "rondo.x = 1",
                "rondo.topics = [{ name = a, capacity = 3 }, { name = b, durability = c }]")).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"rondo {|rondo.conf: 3", "rondo.drain = ${missing}|rondo.conf: 2"})
    void aFileThatIsNoHoconIsReportedWithTheLine(String line, String place) throws Exception {
        assertThat(errors("# a comment", line)).singleElement().asString().contains(place);
    }

    @Test
    void aMissingFileIsReported() {
        Path missing = temporary.resolve("missing.conf");
        assertThatThrownBy(() -> load(missing)).isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(missing + ": cannot be read: check the path and the permissions");
    }

    @Test
    void environmentVariablesWinOverTheFileAndSystemPropertiesOverThem() throws Exception {
        Path file = file("rondo.drain = 1s", "rondo.log.dir = /a", "rondo.topic.retention.size = 1g");
        Properties properties = new Properties();
        properties.setProperty("rondo.log.dir", "/c");
        BrokerSettings settings = new ConfigurationLoader(Map.of("RONDO_DRAIN", "3s", "RONDO_LOG_DIR", "/b",
                "RONDO_TOPIC_RETENTION_SIZE", "2g", "RONDO_TOPICS_PER_THREAD", "9", "RONDO_DIR", "",
                "RONDO_JAVA_OPTS", "-Xmx1g"), properties).load(file).settings();
        assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.logs().directory()).isEqualTo(Path.of("/c"));
        assertThat(settings.topics().retention("x").maxBytes()).isEqualTo(2L << 30);
        assertThat(settings.topicsPerThread()).isEqualTo(9);
        assertThat(settings.config().directory()).isNull();
        assertThatThrownBy(() -> loader(Map.of("RONDO_DRAIN", "soon")).load(file))
                .hasMessageStartingWith("environment variable RONDO_DRAIN: rondo.drain is \"soon\": give a time");
    }

    @Test
    void whatRenderPrintsIsAConfigurationWithTheSameSettings() throws Exception {
        Configuration first = load(file("rondo.drain = 1s",
                "rondo.topics = [{ name = a, capacity = 8k }, { name = \"b*\", retention.age = 1h }]"));
        Configuration second = load(Files.writeString(temporary.resolve("second.conf"), first.render()));
        assertThat(second.values()).isEqualTo(first.values());
        assertThat(second.settings().drain()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void retentionAndRecordingsAreNoFixedDifference() throws Exception {
        Configuration old = load(file("rondo.topic.retention.age = 1h", "rondo.recording.durability = os",
                "rondo.topics = [{ name = a, capacity = 8k, retention.size = 1g }]"));
        Configuration retention = load(file("rondo.topic.retention.age = 2h", "rondo.recordings = [{ name = x }]",
                "rondo.topics = [{ name = a, capacity = 8k }, { name = \"b*\", retention.age = 1h }]"));
        Configuration fixed = load(file("rondo.drain = 2s", "rondo.logging.level = warn",
                "rondo.topics = [{ name = a, capacity = 16k, retention.size = 1g }]"));
        assertThat(old.fixedDifferences(retention)).isEmpty();
        assertThat(old.fixedDifferences(fixed)).containsExactly("rondo.drain", "rondo.logging.level", "rondo.topics");
    }

    @Test
    void bridgesAreReadWithTheirDefaults() throws Exception {
        BrokerBridgeSettings bridges = load(file("rondo.aeron.dir = /dev/shm/aeron", "rondo.bridges = [",
                "{ name = prices, uri = \"aeron:udp?endpoint=localhost:40123\", stream = 7 }",
                "{ name = back, direction = receive, channel = \"md.*\", uri = \"aeron:ipc\", stream = -8 } ]"))
                .settings().bridges();

        assertThat(bridges.aeronDirectory()).isEqualTo(Path.of("/dev/shm/aeron"));
        assertThat(bridges.bridges()).containsExactly(
                new BridgeSettings("prices", BridgeDirection.SEND, new NamePattern("prices"), false,
                        new AeronStream("aeron:udp?endpoint=localhost:40123", 7)),
                new BridgeSettings("back", BridgeDirection.RECEIVE, new NamePattern("md.*"), false,
                        new AeronStream("aeron:ipc", -8)));
        assertThat(bridges.copies()).isEmpty();
        assertThat(load(null).settings().bridges()).isEqualTo(BrokerBridgeSettings.NONE);
    }

    @Test
    void aBridgeOfASequencedTopicHasTwoStreams() throws Exception {
        BrokerBridgeSettings bridges = load(file("rondo.bridge.kind = sequenced", "rondo.bridges = [",
                "{ name = a, channel = orders, uri = \"aeron:ipc\", stream = 1, control-uri = \"aeron:ipc\", control-stream = 2 }",
                "{ name = b, direction = receive, uri = \"aeron:ipc\", stream = 3, control-uri = \"aeron:ipc\" } ]"))
                .settings().bridges();

        assertThat(bridges.bridges().getFirst()).isEqualTo(
                new BridgeSettings("a", BridgeDirection.SEND, new NamePattern("orders"), BridgeKind.SEQUENCED,
                        new AeronStream("aeron:ipc", 1), new AeronStream("aeron:ipc", 2)));
        assertThat(bridges.copies()).containsExactly("b");
        assertThat(errors("rondo.bridges = [", "{ name = a, kind = sequenced, uri = \"aeron:ipc\" }",
                "{ name = \"b\", uri = \"aeron:ipc\", stream = 1, control-uri = \"aeron:ipc\" }",
                "{ name = c, kind = sequenced, channel = \"c*\", uri = \"aeron:ipc\", control-uri = \"aeron:ipc\" } ]"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("rondo.conf:2", "give control-uri and control-stream"),
                        second -> assertThat(second).contains("rondo.conf:3", "control-uri is only for kind sequenced"),
                        third -> assertThat(third).contains("rondo.conf:4",
                                "a bridge has one sequenced topic: name it"));
        assertThat(errors("rondo.bridge { kind = sequenced, channel = orders, uri = \"aeron:ipc\" }",
                "rondo.bridges = [",
                "{ name = a, direction = receive, uri = \"aeron:ipc\", stream = 1, control-uri = \"aeron:ipc\", control-stream = 2 }",
                "{ name = b, direction = receive, uri = \"aeron:ipc\", stream = 3, control-uri = \"aeron:ipc\", control-stream = 2 } ]"))
                .singleElement().asString().contains("bridges a and b both send on stream 2 of aeron:ipc");
        assertThat(errors("rondo.bridge { kind = sequenced, channel = orders, uri = \"aeron:ipc\" }",
                "rondo.bridges = [",
                "{ name = a, direction = receive, uri = \"aeron:ipc\", stream = 1, control-uri = \"aeron:ipc\", control-stream = 2 }",
                "{ name = b, direction = receive, uri = \"aeron:ipc\", stream = 3, control-uri = \"aeron:ipc\", control-stream = 4 } ]"))
                .singleElement().asString().contains("bridges a and b both receive sequenced topic orders");
    }

    @Test
    void aBridgeThatCannotWorkIsAnErrorWithItsLine() throws Exception {
        assertThat(errors("rondo.bridges = [", "{ name = prices, stream = 7 }",
                "{ name = orders, uri = \"aeron:udp?endpoint=10.1.2.3:1\", stream = 8 }",
                "{ name = both, direction = both, uri = \"aeron:ipc\" } ]")).satisfiesExactly(
                        first -> assertThat(first).contains("rondo.conf:2: rondo.bridges[0] has no uri: give"),
                        second -> assertThat(second).contains("rondo.conf:3: rondo.bridges[1].uri is")
                                .contains("add |interface=ADDRESS/BITS"),
                        third -> assertThat(third).contains("rondo.conf:4: rondo.bridges[2].direction is ")
                                .contains("use one of send, receive"));
        assertThat(errors("rondo.bridges = [ { name = a, uri = [], stream = 7 } ]")).singleElement().asString()
                .contains("rondo.conf:1: rondo.bridges[0].uri is []: give a text");
        assertThat(errors("rondo.bridges = [", "{ name = a, uri = \"aeron:ipc\", stream = 7 }",
                "{ name = b, uri = \"aeron:ipc\", stream = 7 } ]")).singleElement().asString()
                .contains("rondo.conf:1: rondo.bridges: bridges a and b both send on stream 7 of aeron:ipc");
    }
}
