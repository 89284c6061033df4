package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ConnectionFixture;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Opening, creating and removing what a channel is made of; what does not fit is refused in one line, and leaves nothing. */
class AttachTest extends ConnectionFixture {
    private static ChannelSettings small() {
        return ChannelSettings.DEFAULTS.capacity(4096);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aPolicyForSlowConsumersCreatesATopic() throws IOException {
        ChannelSettings evict = small().slowConsumer(SlowConsumer.EVICT);
        Channels.subscriber(rondo(), "t", evict).close();
        Channels.subscriber(rondo(), "t", ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC)).close();
        Channels.publisher(rondo(), "q", small()).close();
        assertThatThrownBy(() -> Channels.subscriber(rondo(), "q", evict)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("channel q", "EVICT", "this channel is a queue");
        for (ChannelSettings queue : List.of(small().kind(ChannelKind.QUEUE), small().singleProducer(false))) {
            assertThatThrownBy(() -> Channels.subscriber(rondo(), "new", queue.slowConsumer(SlowConsumer.DROP_OLDEST)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("DROP_OLDEST", "new", "queue");
        }
        assertThat(files()).containsExactly("q.ring", "t.ring");
    }

    @Test
    void aQueueOverSocketsOnlyHasNoPolicyForSlowConsumers() {
        ChannelSettings queue = small().kind(ChannelKind.QUEUE);
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(Path.of("/proc/none/x"))
                .socketDirectory(directory()).build())) {
            assertThatThrownBy(() -> Channels.subscriber(rondo, "q", queue.slowConsumer(SlowConsumer.DROP_OLDEST)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("DROP_OLDEST", "channel q", "queue");
            Channels.subscriber(rondo, "q", queue).close();
        }
    }

    @Test
    void closingWhileEndpointsAreMadeLeavesNoneAttached() throws Exception {
        for (int round = 0; round < 20; round++) {
            AtomicInteger made = new AtomicInteger();
            Rondo closing = Rondo.connect(RondoConfig.builder().directory(directory()).build());
            Task<String> making = Task.start(() -> {
                try {
                    while (true) {
                        Channels.publisher(closing, "raced", small());
                        closing.queue("raced").subscriber().close();
                        made.incrementAndGet();
                    }
                } catch (ClosedException e) {
                    return "closed";
                }
            });
            while (made.get() < round && !making.isDone()) {
                Thread.onSpinWait();
            }
            closing.close();
            assertThat(making.join()).isEqualTo("closed");
            try (Publisher last = Channels.publisher(rondo(), "raced", small())) {
                assertThat(last.producers()).isEqualTo(1);
                assertThat(last.consumers()).isZero();
            }
        }
    }

    @Test
    void aBadNameIsRefusedNamingItAndCreatesNothing() throws Exception {
        for (String name : new String[]{"../x", "", "a".repeat(65), ".hidden", "..", ".", "a/b", "a b", "a\n", "ä",
            "a\0",
            "/dev/shm/x"}) {
            assertThatThrownBy(() -> rondo().queue(name).publisher()).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "'");
            assertThatThrownBy(() -> rondo().queue(name).subscriber()).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("64");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void everyGoodNameWorks() throws Exception {
        for (String name : new String[]{"a", "a".repeat(64), "_", "-", "A.b-c_9", "a..b"}) {
            try (Publisher out = Channels.publisher(rondo(), name, small())) {
                assertThat(out.channel()).isEqualTo(name);
                assertThat(files()).contains(name + ".ring");
            }
        }
    }

    @Test
    void explicitOptionsMustMatchAndTheMessageNamesBothValues() {
        Channels.publisher(rondo(), "q", small().schema(7, 2).maxMessageLength(100)).close();
        mismatch(small().kind(ChannelKind.TOPIC), "is a queue", "a topic");
        mismatch(small().singleProducer(true), "many producers", "a single producer");
        mismatch(ChannelSettings.DEFAULTS.capacity(8192), "capacity 4096", "8192");
        mismatch(small().maxMessageLength(101), "max message length 100", "101");
        mismatch(small().schema(8, 2), "schema id 7", "8");
        mismatch(small().schema(7, 3), "schema version 2", "3");
        mismatch(small().ephemeral(true), "persistent", "ephemeral");
        mismatch(small().fileMode(0660), "0600", "0660");
        for (FenceSide side : FenceSide.values()) {
            try (Publisher out = Channels.publisher(rondo(), "fences-" + side, small().fenceSide(side))) {
                FenceSide other = side == FenceSide.WAKER ? FenceSide.SLEEPER : FenceSide.WAKER;
                assertThatThrownBy(() -> Channels.subscriber(rondo(), out.channel(), small().fenceSide(other)))
                        .isInstanceOf(ChannelMismatchException.class)
                        .hasMessageContainingAll(side.toString(), other.toString());
            }
        }
    }

    private void mismatch(ChannelSettings options, String actual, String asked) {
        for (boolean publish : new boolean[]{true, false}) {
            assertThatThrownBy(() -> {
                if (publish) {
                    Channels.publisher(rondo(), "q", options).close();
                } else {
                    Channels.subscriber(rondo(), "q", options).close();
                }
            }).isInstanceOf(ChannelMismatchException.class).hasMessageContainingAll("q", actual, asked)
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void propertiesThatAreNotSetAreNotCompared() {
        Channels.publisher(rondo(), "q", small().schema(7, 2).kind(ChannelKind.TOPIC).ephemeral(false)).close();
        try (Publisher out = rondo().topic("q").publisher()) {
            assertThat(out.maxMessageLength()).isEqualTo(2040);
        }
        // 0 is any.
        Channels.subscriber(rondo(), "q", small().schema(0, 0)).close();
        Channels.subscriber(rondo(), "q", small().schema(7, 0)).close();
    }

    @Test
    void anEphemeralChannelGoesWithItsLastParticipantAndOthersStay() throws Exception {
        Publisher out = Channels.publisher(rondo(), "gone", small().ephemeral(true));
        Subscriber in = rondo().queue("gone").subscriber();
        Channels.publisher(rondo(), "stays", small()).close();
        out.close();
        assertThat(files()).containsExactly("gone.ring", "stays.ring");
        in.close();
        assertThat(files()).containsExactly("stays.ring");
        Channels.publisher(rondo(), "gone", small().ephemeral(true));
        rondo().close();
        assertThat(files()).containsExactly("stays.ring");
    }

    @Test
    void theFileIsPrivateOrTheGroupsAsAsked() throws Exception {
        Channels.publisher(rondo(), "private", small());
        Channels.publisher(rondo(), "shared", small().fileMode(0660));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory().resolve("private.ring"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory().resolve("shared.ring"))))
                .isEqualTo("rw-rw----");
    }

    @Test
    void aFileThatIsNoSegmentIsRefusedNamingTheChannel() throws Exception {
        Files.write(directory().resolve("text.ring"), "no segment".getBytes());
        Files.write(directory().resolve("zero.ring"), new byte[1 << 20]);
        Files.write(directory().resolve("empty.ring"), new byte[0]);
        Files.createDirectory(directory().resolve("dir.ring"));
        Files.createSymbolicLink(directory().resolve("link.ring"), directory().resolve("text.ring"));
        for (String name : new String[]{"text", "zero", "empty"}) {
            assertThatThrownBy(() -> rondo().queue(name).publisher()).isInstanceOf(CorruptSegmentException.class)
                    .hasMessageContainingAll(name, "remove the channel");
        }
        for (String name : new String[]{"dir", "link"}) {
            assertThatThrownBy(() -> rondo().queue(name).subscriber()).isInstanceOf(RondoException.class)
                    .hasMessageContaining(name);
        }
        Channels.publisher(rondo(), "cut", small()).close();
        try (var file = FileChannel.open(directory().resolve("cut.ring"),
                StandardOpenOption.WRITE)) {
            file.truncate(40 << 10);
        }
        assertThatThrownBy(() -> rondo().queue("cut").publisher()).isInstanceOf(CorruptSegmentException.class)
                .hasMessageContaining("cut");
    }

    @Test
    void aDirectoryAnybodyMayWriteToIsRefused() throws Exception {
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> Rondo.connect(RondoConfig.builder().directory(directory()).build()))
                .isInstanceOf(AccessException.class)
                .hasMessageContainingAll(directory().toString(), "0777", "chmod o-w");
    }

    @Test
    void theRemedyForADirectoryLikeTmpIsAnotherOne() throws Exception {
        Files.setAttribute(directory(), "unix:mode", 01777);
        assertThatThrownBy(() -> Rondo.connect(RondoConfig.builder().directory(directory()).build()))
                .isInstanceOf(AccessException.class).hasMessageContaining("use another directory")
                .hasMessageNotContaining("chmod");
    }

    @Test
    void aDirectoryThatIsMissingIsCreatedPrivateButNotItsParent() throws Exception {
        Path fresh = directory().resolve("fresh");
        Rondo.connect(RondoConfig.builder().directory(fresh).build()).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh))).isEqualTo("rwx------");
        assertThatThrownBy(() -> Rondo.connect(RondoConfig.builder().directory(directory().resolve("a/b")).build()))
                .isInstanceOf(RondoException.class).hasMessageContainingAll("a/b", "RONDO_DIR");
        Files.write(directory().resolve("file"), new byte[1]);
        assertThatThrownBy(() -> Rondo.connect(RondoConfig.builder().directory(directory().resolve("file")).build()))
                .isInstanceOf(RondoException.class).hasMessageContainingAll("file", "directory");
    }

    @Test
    void racingCreatorsMeetInOneChannel() throws Exception {
        for (int round = 0; round < 20; round++) {
            String channel = "race-" + round;
            List<Task<Publisher>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tasks.add(Task.start(() -> Channels.publisher(rondo(), channel, small())));
            }
            Subscriber in = Channels.subscriber(rondo(), channel, small());
            for (Task<Publisher> task : tasks) {
                Messages.publish(task.join(), 1);
            }
            assertThat(in.producers()).isEqualTo(4);
            assertThat(in.poll(Messages.IGNORE, 10)).isEqualTo(tasks.size());
        }
        assertThat(files()).hasSize(20);
    }

    @Test
    void ephemeralChannelsSurviveAStormOfComingAndGoing() throws Exception {
        List<Task<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tasks.add(Task.start(() -> {
                for (int round = 0; round < 100; round++) {
                    try (Publisher out = Channels.publisher(rondo(), "storm", small().ephemeral(true))) {
                        assertThat(out.producers()).isPositive();
                    }
                }
                return null;
            }));
        }
        for (Task<Void> task : tasks) {
            task.join();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void comingAndGoingUsesUpNoMappings() throws Exception {
        Channels.publisher(rondo(), "q", small()).close();
        long before = mappings();
        for (int i = 0; i < 500; i++) {
            try (Publisher out = rondo().queue("q").publisher(); Subscriber in = rondo().queue("q").subscriber()) {
                Messages.publish(out, i);
                assertThat(in.poll(Messages.IGNORE, 2)).isEqualTo(1);
            }
        }
        // Tests beside this one have theirs; one left per attachment would be 1000.
        assertThat(mappings() - before).isLessThan(500);
    }

    private static long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.count();
        }
    }
}
