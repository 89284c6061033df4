package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.AccessException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.UnavailableException;
import io.rondo.client.WaitStrategy;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes that share the directory of sockets but not of segments: both sides meet, or one fails. */
class SplitDirectoriesTest {
    private static final String CHANNEL = "x";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final List<Rondo> open = new ArrayList<>();

    @BeforeEach
    void makeDirectories() throws IOException {
        for (String name : List.of("one", "two", "sockets")) {
            Files.createDirectory(directory.resolve(name));
        }
    }

    @AfterEach
    void disconnect() {
        open.reversed().forEach(Rondo::close);
    }

    private Rondo connect(String segments, String sockets, Transport transport) {
        Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory.resolve(segments))
                .socketDirectory(directory.resolve(sockets)).transport(transport).build());
        open.add(rondo);
        return rondo;
    }

    private Rondo connect(String segments) {
        return connect(segments, "sockets", Transport.AUTO);
    }

    private static ChannelSettings options(ChannelKind kind) {
        return ChannelSettings.DEFAULTS.kind(kind).capacity(1 << 16).waitStrategy(WaitStrategy.busySpin());
    }

    private Path segment(String where) {
        return directory.resolve(where).resolve(CHANNEL + ".ring");
    }

    @Test
    void aQueuesConsumerFailsIfAPublisherCreatedASegmentElsewhere() {
        Publisher out = Channels.publisher(connect("one", "sockets", Transport.SHM), CHANNEL,
                options(ChannelKind.QUEUE));
        Messages.publish(out, 1, 2, 3);
        Rondo other = connect("two");
        assertThatThrownBy(() -> Channels.subscriber(other, CHANNEL, options(ChannelKind.QUEUE)))
                .isInstanceOf(ChannelMismatchException.class).hasMessageContaining(segment("one").toString())
                .hasMessageContaining(segment("two").toString());
    }

    @Test
    void aQueuesConsumerFailsIfAClosedPublishersMessagesRemainElsewhere() {
        try (Rondo rondo = connect("one", "sockets", Transport.SHM)) {
            Messages.publish(Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE)), 1, 2, 3);
        }
        Rondo other = connect("two");
        assertThatThrownBy(() -> Channels.subscriber(other, CHANNEL, options(ChannelKind.QUEUE)))
                .isInstanceOf(ChannelMismatchException.class).hasMessageContaining(segment("one").toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "TOPIC"})
    void theOtherSideGetsTheSegmentIfTheOwnerStartsFirst(ChannelKind kind) {
        Rondo first = connect("one");
        Rondo second = connect("two");
        if (kind == ChannelKind.QUEUE) {
            Subscriber in = Channels.subscriber(first, CHANNEL, options(kind));
            Publisher out = Channels.publisher(second, CHANNEL, options(kind));
            exchange(out, in);
            assertThat(out.transport()).isEqualTo(Transport.SHM_DESCRIPTOR);
        } else {
            Publisher out = Channels.publisher(first, CHANNEL, options(kind));
            Subscriber in = Channels.subscriber(second, CHANNEL, options(kind));
            exchange(out, in);
            assertThat(in.transport()).isEqualTo(Transport.SHM_DESCRIPTOR);
        }
    }

    private static void exchange(Publisher out, Subscriber in) {
        Received received = new Received();
        Messages.publish(out, 1, 2);
        while (received.numbers().size() < 2) {
            Messages.receive(in, received);
        }
        assertThat(received.numbers()).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "TOPIC"})
    void theOtherSideWaitsForTheOwnersSegmentIfItStartsFirst(ChannelKind kind) {
        Rondo first = connect("one");
        Rondo second = connect("two");
        if (kind == ChannelKind.QUEUE) {
            Publisher out = Channels.publisher(first, CHANNEL, options(kind));
            assertThat(out.tryPublish(Messages.of(1), 0, Messages.LENGTH)).isEqualTo(Publisher.NOT_CONNECTED);
            Subscriber in = Channels.subscriber(second, CHANNEL, options(kind));
            exchange(out, in);
        } else {
            Subscriber in = Channels.subscriber(first, CHANNEL, options(kind));
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
            Publisher out = Channels.publisher(second, CHANNEL, options(kind));
            Watchdog.await("the subscriber has the segment", () -> out.consumers() == 1);
            exchange(out, in);
        }
        assertThat(segment("one")).doesNotExist();
    }

    @Test
    void aPeerThatStartedFirstFailsIfItsOwnerHasNoSegment() {
        Publisher out = Channels.publisher(connect("one"), CHANNEL, options(ChannelKind.QUEUE));
        Channels.subscriber(connect("missing/place", "sockets", Transport.AUTO), CHANNEL, options(ChannelKind.QUEUE));
        assertThatThrownBy(() -> Messages.publish(out, 1)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining(CHANNEL).hasMessageContaining("its owner has no segment")
                .hasMessageContaining("open the channel again");
        assertThatThrownBy(out::consumers).isInstanceOf(UnavailableException.class);
        Publisher again = Channels.publisher(connect("one"), CHANNEL, options(ChannelKind.QUEUE));
        assertThat(again.transport()).isEqualTo(Transport.SOCKET);
    }

    @ParameterizedTest
    @CsvSource({"AUTO, two, true", "AUTO, two, false", "AUTO, one, true", "SHM_DESCRIPTOR, two, false",
        "SOCKET, two, false"})
    void aPeerOfAnOwnerThatDoesNotListenFailsNamingBoth(Transport transport, String segments, boolean first) {
        Rondo owner = connect("one", "sockets", Transport.SHM);
        Rondo other = connect(segments, "sockets", transport);
        Publisher early = first ? Channels.publisher(other, CHANNEL, options(ChannelKind.QUEUE)) : null;
        Subscriber in = Channels.subscriber(owner, CHANNEL, options(ChannelKind.QUEUE));
        Publisher out = first ? early : Channels.publisher(other, CHANNEL, options(ChannelKind.QUEUE));
        assertThatThrownBy(() -> Messages.publish(out, 1)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining(segment("one").toString()).hasMessageContaining("(transport shm)")
                .hasMessageContaining(directory.resolve("sockets").resolve(CHANNEL + ".sock").toString());
        assertThat(in.transport()).isEqualTo(Transport.SHM);
    }

    @Test
    void aPeerWithoutSharedMemoryWaitsForTheOwnerWithASocket() {
        Publisher out = Channels.publisher(connect("missing/place", "sockets", Transport.AUTO), CHANNEL,
                options(ChannelKind.QUEUE));
        assertThat(out.transport()).isEqualTo(Transport.SOCKET);
        exchange(out, Channels.subscriber(connect("one"), CHANNEL, options(ChannelKind.QUEUE)));
    }

    @Test
    void aPublisherThatCannotSeeARecordedSegmentWaitsForTheConsumer() {
        Channels.subscriber(connect("one"), CHANNEL, options(ChannelKind.QUEUE)).close();
        Publisher one = Channels.publisher(connect("one"), CHANNEL, options(ChannelKind.QUEUE));
        assertThat(one.transport()).isEqualTo(Transport.SHM);
        Publisher two = Channels.publisher(connect("two"), CHANNEL, options(ChannelKind.QUEUE));
        assertThat(two.tryPublish(Messages.of(2), 0, Messages.LENGTH)).isEqualTo(Publisher.NOT_CONNECTED);
        assertThat(segment("two")).doesNotExist();
        Subscriber in = Channels.subscriber(connect("one"), CHANNEL, options(ChannelKind.QUEUE));
        Received received = new Received();
        Messages.publish(one, 1);
        Messages.publish(two, 2);
        while (received.numbers().size() < 2) {
            Messages.receive(in, received);
        }
        assertThat(received.numbers()).containsExactlyInAnyOrder(1L, 2L);
    }

    static Stream<String> pathsOfSockets() {
        return Stream.of("one", "two");
    }

    @ParameterizedTest
    @MethodSource("pathsOfSockets")
    void aSegmentBesideTheSocketsNeedsNoRecord(String sockets) {
        Channels.publisher(connect("one", "one", Transport.AUTO), CHANNEL, options(ChannelKind.QUEUE));
        Rondo other = connect("two", sockets, Transport.AUTO);
        if (sockets.equals("two")) {
            // The two processes share no directory.
            Channels.subscriber(other, CHANNEL, options(ChannelKind.QUEUE)).close();
        } else {
            assertThatThrownBy(() -> Channels.subscriber(other, CHANNEL, options(ChannelKind.QUEUE)))
                    .isInstanceOf(ChannelMismatchException.class).hasMessageContaining(segment("one").toString());
        }
        assertThat(directory.resolve(sockets).resolve(CHANNEL + "@segment")).doesNotExist();
    }

    @Test
    void aRecordOfARemovedSegmentIsReplaced() throws IOException {
        try (Rondo rondo = connect("one", "sockets", Transport.SHM)) {
            Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE));
        }
        Files.delete(segment("one"));
        Subscriber in = Channels.subscriber(connect("two"), CHANNEL, options(ChannelKind.QUEUE));
        assertThat(in.transport()).isEqualTo(Transport.SHM);
        assertThat(Files.readString(directory.resolve("sockets").resolve(CHANNEL + "@segment")))
                .contains(segment("two").toString());
    }

    @Test
    void anInvalidRecordIsReplaced() throws IOException {
        Files.writeString(directory.resolve("sockets").resolve(CHANNEL + "@segment"), "\0garbage");
        assertThat(Channels.subscriber(connect("two"), CHANNEL, options(ChannelKind.QUEUE)).transport())
                .isEqualTo(Transport.SHM);
    }

    @Test
    void aSharedMemoryOnlySideRecordsItsSegment() {
        Channels.publisher(connect("one", "sockets", Transport.SHM), CHANNEL, options(ChannelKind.QUEUE));
        Rondo other = connect("two");
        assertThatThrownBy(() -> Channels.subscriber(other, CHANNEL, options(ChannelKind.QUEUE)))
                .isInstanceOf(ChannelMismatchException.class).hasMessageContaining(segment("one").toString());
    }

    @Test
    void anOwnerListeningInTheDirectoryOfSegmentsIsFound() {
        Rondo without = connect("missing/place", "one", Transport.AUTO);
        Channels.subscriber(without, CHANNEL, options(ChannelKind.QUEUE));
        Rondo other = connect("one");
        assertThatThrownBy(() -> Channels.publisher(other, CHANNEL, options(ChannelKind.QUEUE)))
                .isInstanceOf(ChannelMismatchException.class)
                .hasMessageContaining(directory.resolve("one").resolve(CHANNEL + ".sock").toString());
    }

    @Test
    void aRecordOfAnEarlierSegmentAtTheSamePathIsNoConflict() throws IOException {
        try (Rondo rondo = connect("one", "sockets", Transport.SHM)) {
            Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE));
        }
        Files.delete(segment("one"));
        Channels.publisher(connect("one", "one", Transport.SHM), CHANNEL, options(ChannelKind.QUEUE));
        Subscriber in = Channels.subscriber(connect("one"), CHANNEL, options(ChannelKind.QUEUE));
        assertThat(in.transport()).isEqualTo(Transport.SHM);
    }

    @Test
    void anOwnerDeniedTheDirectoryOfSegmentsFails() throws IOException {
        Files.setPosixFilePermissions(directory.resolve("one"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Rondo denied = connect("one", "sockets", Transport.SOCKET);
        assertThatThrownBy(() -> Channels.subscriber(denied, CHANNEL, options(ChannelKind.QUEUE)))
                .isInstanceOf(AccessException.class).hasMessageContaining(directory.resolve("one").toString());
    }
}
