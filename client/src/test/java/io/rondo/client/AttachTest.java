package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.support.ConnectionFixture;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.core.AccessException;
import io.rondo.core.ChannelMismatchException;
import io.rondo.core.ClosedException;
import io.rondo.core.CorruptSegmentException;
import io.rondo.core.RondoException;
import io.rondo.core.layout.FenceSide;
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
    private static ChannelOptions.Builder small() {
        return ChannelOptions.builder().capacity(4096);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aPolicyForSlowConsumersCreatesATopic() throws IOException {
        ChannelOptions evict = small().slowConsumer(SlowConsumer.EVICT).build();
        rondo().subscriber("t", evict).close();
        rondo().subscriber("t", ChannelOptions.builder().kind(ChannelKind.TOPIC).build()).close();
        rondo().publisher("q", small().build()).close();
        assertThatThrownBy(() -> rondo().subscriber("q", evict)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("EVICT", "q is a queue");
        for (ChannelOptions.Builder queue : List.of(small().kind(ChannelKind.QUEUE), small().singleProducer(false))) {
            assertThatThrownBy(() -> rondo().subscriber("new", queue.slowConsumer(SlowConsumer.DROP_OLDEST).build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("DROP_OLDEST", "new", "queue");
        }
        assertThat(files()).containsExactly("q.ring", "t.ring");
    }

    @Test
    void closingWhileEndpointsAreMadeLeavesNoneAttached() throws Exception {
        for (int round = 0; round < 20; round++) {
            AtomicInteger made = new AtomicInteger();
            Rondo closing = Rondo.connect(RondoConfig.builder().directory(directory()).build());
            Task<String> making = Task.start(() -> {
                try {
                    while (true) {
                        closing.publisher("raced", small().build());
                        closing.subscriber("raced").close();
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
            try (Publisher last = rondo().publisher("raced", small().build())) {
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
            assertThatThrownBy(() -> rondo().publisher(name)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "'");
            assertThatThrownBy(() -> rondo().subscriber(name)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("64");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void everyGoodNameWorks() throws Exception {
        for (String name : new String[]{"a", "a".repeat(64), "_", "-", "A.b-c_9", "a..b"}) {
            try (Publisher out = rondo().publisher(name, small().build())) {
                assertThat(out.channel()).isEqualTo(name);
                assertThat(files()).contains(name + ".ring");
            }
        }
    }

    @Test
    void explicitOptionsMustMatchAndTheMessageNamesBothValues() {
        rondo().publisher("q", small().schema(7, 2).maxMessageLength(100).build()).close();
        mismatch(small().kind(ChannelKind.TOPIC), "is a queue", "a topic");
        mismatch(small().singleProducer(true), "many producers", "a single producer");
        mismatch(ChannelOptions.builder().capacity(8192), "capacity 4096", "8192");
        mismatch(small().maxMessageLength(101), "max message length 100", "101");
        mismatch(small().schema(8, 2), "schema id 7", "8");
        mismatch(small().schema(7, 3), "schema version 2", "3");
        mismatch(small().ephemeral(true), "persistent", "ephemeral");
        mismatch(small().fileMode(0660), "0600", "0660");
        for (FenceSide side : FenceSide.values()) {
            try (Publisher out = rondo().publisher("fences-" + side, small().fenceSide(side).build())) {
                FenceSide other = side == FenceSide.WAKER ? FenceSide.SLEEPER : FenceSide.WAKER;
                assertThatThrownBy(() -> rondo().subscriber(out.channel(), small().fenceSide(other).build()))
                        .isInstanceOf(ChannelMismatchException.class)
                        .hasMessageContainingAll(side.toString(), other.toString());
            }
        }
    }

    private void mismatch(ChannelOptions.Builder options, String actual, String asked) {
        for (boolean publish : new boolean[]{true, false}) {
            assertThatThrownBy(() -> {
                if (publish) {
                    rondo().publisher("q", options.build()).close();
                } else {
                    rondo().subscriber("q", options.build()).close();
                }
            }).isInstanceOf(ChannelMismatchException.class).hasMessageContainingAll("q", actual, asked)
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void whatIsNotSetIsNotCompared() {
        rondo().publisher("q", small().schema(7, 2).kind(ChannelKind.TOPIC).ephemeral(false).build()).close();
        try (Publisher out = rondo().publisher("q")) {
            assertThat(out.maxMessageLength()).isEqualTo(2040);
        }
        // 0 is any.
        rondo().subscriber("q", small().schema(0, 0).build()).close();
        rondo().subscriber("q", small().schema(7, 0).build()).close();
    }

    @Test
    void anEphemeralChannelGoesWithItsLastParticipantAndOthersStay() throws Exception {
        Publisher out = rondo().publisher("gone", small().ephemeral(true).build());
        Subscriber in = rondo().subscriber("gone");
        rondo().publisher("stays", small().build()).close();
        out.close();
        assertThat(files()).containsExactly("gone.ring", "stays.ring");
        in.close();
        assertThat(files()).containsExactly("stays.ring");
        rondo().publisher("gone", small().ephemeral(true).build());
        rondo().close();
        assertThat(files()).containsExactly("stays.ring");
    }

    @Test
    void theFileIsPrivateOrTheGroupsAsAsked() throws Exception {
        rondo().publisher("private", small().build());
        rondo().publisher("shared", small().fileMode(0660).build());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory().resolve("private.ring"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory().resolve("shared.ring"))))
                .isEqualTo("rw-rw----");
    }

    @Test
    void whatIsNoSegmentIsRefusedNamingTheChannel() throws Exception {
        Files.write(directory().resolve("text.ring"), "no segment".getBytes());
        Files.write(directory().resolve("zero.ring"), new byte[1 << 20]);
        Files.write(directory().resolve("empty.ring"), new byte[0]);
        Files.createDirectory(directory().resolve("dir.ring"));
        Files.createSymbolicLink(directory().resolve("link.ring"), directory().resolve("text.ring"));
        for (String name : new String[]{"text", "zero", "empty"}) {
            assertThatThrownBy(() -> rondo().publisher(name)).isInstanceOf(CorruptSegmentException.class)
                    .hasMessageContainingAll(name, "remove the channel");
        }
        for (String name : new String[]{"dir", "link"}) {
            assertThatThrownBy(() -> rondo().subscriber(name)).isInstanceOf(RondoException.class)
                    .hasMessageContaining(name);
        }
        rondo().publisher("cut", small().build()).close();
        try (var file = FileChannel.open(directory().resolve("cut.ring"),
                StandardOpenOption.WRITE)) {
            file.truncate(132 << 10);
            file.truncate(100 << 10);
        }
        assertThatThrownBy(() -> rondo().publisher("cut")).isInstanceOf(CorruptSegmentException.class)
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
                tasks.add(Task.start(() -> rondo().publisher(channel, small().build())));
            }
            Subscriber in = rondo().subscriber(channel, small().build());
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
                    try (Publisher out = rondo().publisher("storm", small().ephemeral(true).build())) {
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
        rondo().publisher("q", small().build()).close();
        long before = mappings();
        for (int i = 0; i < 500; i++) {
            try (Publisher out = rondo().publisher("q"); Subscriber in = rondo().subscriber("q")) {
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
