package io.rondo.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.LineListener;
import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.connect.ChannelRondo;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that list, inspect and remove channels with sockets. */
class SocketChannelCommandsTest {
    /** No terminal, and long lines. */
    private static final Terminal WIDE = new Terminal(false, false, false, 300, 100, false);

    @TempDir
    private Path directory;
    private ChannelRondo withMemory;
    private ChannelRondo without;

    @BeforeEach
    void connect() {
        withMemory = ChannelRondo.open(RondoConfig.builder().directory(directory).build());
        without = ChannelRondo.open(elsewhere());
    }

    @AfterEach
    void close() {
        withMemory.close();
        without.close();
    }

    /** No shared memory, but the same sockets. */
    private RondoConfig elsewhere() {
        return RondoConfig.builder().directory(directory.resolve("no/such/place")).socketDirectory(directory).build();
    }

    private String run(String... args) {
        CommandLineRun line = new CommandLineRun(directory).on(WIDE);
        assertThat(line.run(args)).as(line.errors()).isEqualTo(ExitCode.OK);
        assertThat(line.errors()).isEmpty();
        return line.out();
    }

    private String failure(String... args) {
        CommandLineRun line = new CommandLineRun(directory);
        assertThat(line.run(args)).isEqualTo(ExitCode.FAILED);
        assertThat(line.out()).isEmpty();
        assertThat(line.errors()).hasLineCount(1);
        return line.errors();
    }

    private JsonObject stat(String channel) {
        return JsonParser.parseString(run("stat", channel, "--json")).getAsJsonObject();
    }

    private List<JsonObject> list() {
        JsonArray array = JsonParser.parseString(run("ls", "--json")).getAsJsonArray();
        return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    /** Leaves the socket of a killed owner. */
    private Path staleSocket(String channel) throws IOException {
        Path path = directory.resolve(channel + ".sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        return path;
    }

    @Test
    void participantsConnectedByASocketAreShownAsSuch() {
        ChannelSettings socket = ChannelSettings.DEFAULTS.transport(Transport.SOCKET);
        try (Subscriber owner = withMemory.queue("q").subscriber();
                Publisher mapped = withMemory.queue("q").publisher();
                Publisher connected = withMemory.publisher("q", socket)) {
            connected.publish(Buffers.allocate(8), 0, 8);
            assertThat(owner.receive((buffer, offset, length) -> {}, 1, Duration.ofMinutes(1))).isEqualTo(1);
            assertThat(mapped.transport()).isEqualTo(Transport.SHM);
            List<JsonObject> participants = stat("q").getAsJsonArray("participants").asList().stream()
                    .map(JsonElement::getAsJsonObject).toList();
            assertThat(participants).extracting(participant -> participant.get("transport").getAsString())
                    .containsExactlyInAnyOrder("shm", "socket", "shm");
            assertThat(participants.getLast().get("transport").getAsString()).isEqualTo("shm");
            assertThat(run("stat", "q")).containsPattern("producer +\\d+ +\\d+ +\\d+ +yes +socket ")
                    .containsPattern("consumer +\\d+ +\\d+ +\\d+ +yes +shm ");
            assertThat(list().getFirst().getAsJsonArray("producers").toString()).contains("\"transport\":\"socket\"");
            assertThat(run("ls")).containsPattern("\\d+\\(socket\\)");
        }
    }

    @Test
    void participantsByDescriptorAreShownAsSuch() {
        ChannelSettings descriptor = ChannelSettings.DEFAULTS.transport(Transport.SHM_DESCRIPTOR);
        try (Subscriber owner = withMemory.queue("q").subscriber();
                Publisher passed = withMemory.publisher("q", descriptor)) {
            assertThat(passed.transport().displayName()).isEqualTo("shm (descriptor)");
            assertThat(owner.producers()).isEqualTo(1);
            assertThat(run("stat", "q")).containsPattern("producer +\\d+ +\\d+ +\\d+ +yes +shm \\(descriptor\\) ")
                    .containsPattern("consumer +\\d+ +\\d+ +\\d+ +yes +shm ");
            assertThat(list().getFirst().getAsJsonArray("producers").toString())
                    .contains("\"transport\":\"shm (descriptor)\"");
            assertThat(run("ls")).containsPattern("\\d+\\(descriptor\\)");
        }
    }

    @Test
    void aChannelWithoutASegmentIsDescribedByItsOwner() {
        ChannelSettings topic = ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC).capacity(8192).maxMessageLength(100)
                .schema(7, 3);
        try (Publisher owner = without.publisher("t", topic);
                Subscriber peer = withMemory.topic("t").subscriber();
                Subscriber mapped = withMemory.queue("a").subscriber()) {
            assertThat(peer.transport()).isEqualTo(Transport.SOCKET);
            assertThat(owner.consumers()).isEqualTo(1);
            assertThat(list()).extracting(channel -> channel.get("channel").getAsString()).containsExactly("a", "t");
            JsonObject stat = stat("t");
            assertThat(list().getLast()).isEqualTo(stat);
            assertThat(stat.get("kind").getAsString()).isEqualTo("topic");
            assertThat(stat.get("transport").getAsString()).isEqualTo("socket");
            assertThat(stat.get("capacity").getAsInt()).isEqualTo(8192);
            assertThat(stat.get("maxMessage").getAsInt()).isEqualTo(100);
            assertThat(stat.get("schema")).hasToString("{\"id\":7,\"version\":3}");
            assertThat(stat.get("socket").getAsString()).isEqualTo(directory + "/t.sock");
            assertThat(stat.getAsJsonObject("owner").get("role").getAsString()).isEqualTo("producer");
            assertThat(stat.get("producerCount").getAsInt()).isEqualTo(1);
            assertThat(stat.get("consumerCount").getAsInt()).isEqualTo(1);
            assertThat(run("stat", "t")).contains("channel      t  (topic, single producer)",
                    "listens on " + directory + "/t.sock; it has no segment", "1 producers, 1 consumers");
            assertThat(run("ls")).containsPattern("t +topic +8k +- +1 by socket +1 by socket");
            assertThat(failure("tail", "t")).contains("its owner listens on " + directory + "/t.sock");
            assertThat(failure("rm", "t")).contains("channel t is in use by its owner");
            assertThat(mapped.producers()).isZero();
        }
    }

    @Test
    void theKeysOfAChannelWithoutASegmentAreDocumented() throws IOException {
        try (Subscriber owner = without.queue("q").subscriber()) {
            String reference = Files.readString(
                    Path.of(System.getProperty("basedir", ""), "../docs/operations/command-line-reference.md"));
            TreeSet<String> keys = new TreeSet<>(stat(owner.channel()).keySet());
            assertThat(keys).allSatisfy(key -> assertThat(reference).contains("`" + key + "`"));
        }
    }

    @Test
    void aProcessWithoutSharedMemoryListsChannelsWhoseOwnersListen() {
        CommandLineRun line = new CommandLineRun(elsewhere()).on(WIDE);
        try (Subscriber owner = withMemory.queue("q").subscriber()) {
            assertThat(line.run("ls")).isEqualTo(ExitCode.OK);
            assertThat(line.out()).contains(owner.channel() + " ");
            assertThat(line.errors()).startsWith("rondo: shared memory is unavailable").hasLineCount(1);
            assertThat(line.run("stat", "q")).isEqualTo(ExitCode.OK);
            assertThat(line.out()).contains("this process cannot see its segment");
        }
        CommandLineRun later = new CommandLineRun(elsewhere());
        assertThat(later.run("ls")).isEqualTo(ExitCode.FAILED);
        assertThat(later.errors()).contains("RONDO_DIR").hasLineCount(1);
    }

    @Test
    void watchEndsWhenTheOwnerEnds() {
        Subscriber owner = without.queue("q").subscriber();
        CommandLineRun line = new CommandLineRun(directory);
        int code = line.run("", new LineListener(_ -> owner.close()), "stat", "q", "--json", "--watch");
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(line.errors()).isEqualTo("rondo: channel q was removed\n");
    }

    @Test
    void cleanRemovesSocketsOfOwnersThatAreGoneAndNoOthers() throws IOException {
        Path stale = staleSocket("gone");
        try (Subscriber owner = without.queue("here").subscriber()) {
            assertThat(run("clean", "--dry-run")).isEqualTo("would remove gone.sock: its owner is gone\n");
            assertThat(stale).exists();
            assertThat(run("clean")).isEqualTo("removed gone.sock: its owner is gone\n");
            assertThat(run("clean")).isEmpty();
            assertThat(owner.producers()).isZero();
            assertThat(directory.resolve("here.sock")).exists();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void removingAChannelRemovesASocketLeftBehind() throws IOException {
        withMemory.queue("both").publisher().close();
        staleSocket("both");
        staleSocket("alone");
        run("rm", "both", "alone");
        assertThat(directory).isEmptyDirectory();
        assertThat(failure("rm", "alone")).contains("there is no channel alone");
    }

    @Test
    void aFileThatIsNamedLikeASocketIsLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("x.sock"), "no socket");
        assertThat(run("clean")).startsWith("kept x.sock: ").contains("is not a socket");
        assertThat(file).exists();
        assertThat(list()).isEmpty();
    }
}
