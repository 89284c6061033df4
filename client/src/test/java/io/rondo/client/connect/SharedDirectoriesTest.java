package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Messages;
import io.rondo.client.support.OtherUser;
import io.rondo.client.support.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of two users with different directories of segments and sockets. */
class SharedDirectoriesTest {
    private static final int GROUP = 4321;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private static Path classes;
    private static OtherUser other;
    private Path one;
    private Path two;
    private Path sockets;

    @BeforeAll
    static void copyClasses() throws IOException {
        other = OtherUser.of(classes);
    }

    @BeforeEach
    void makeDirectories() throws IOException {
        mode(directory, "rwxr-xr-x");
        one = shared("one");
        two = shared("two");
        sockets = shared("sockets");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    /** A directory that both users' group may write to. New files belong to that group. */
    private Path shared(String name) throws IOException {
        Path path = Files.createDirectory(directory.resolve(name));
        Files.setAttribute(path, "unix:gid", GROUP);
        Files.setAttribute(path, "unix:mode", 02770);
        return path;
    }

    private Rondo connect() {
        return Rondo.connect(RondoConfig.builder().directory(one).socketDirectory(sockets).build());
    }

    private static ChannelSettings options() {
        return ChannelSettings.DEFAULTS.capacity(1 << 16).fileMode(0660);
    }

    private String open(Path segments, String transport, String role) throws Exception {
        try (ChildJvm process = other.startIn(GROUP, OpenMain.class, segments, sockets, transport, role)) {
            String answer = process.answer();
            process.expectEnd();
            return answer;
        }
    }

    @Test
    void aPublisherThatCannotRecordASegmentCreatesNone() throws Exception {
        mode(sockets, "rwxr-x---");
        assertThat(open(two, "AUTO", "publisher")).isEqualTo("published " + Publisher.NOT_CONNECTED);
        assertThat(two.resolve("x.ring")).doesNotExist();
    }

    @Test
    void aSharedMemoryOnlyPublisherThatCannotRecordReportsBothDirectories() throws Exception {
        mode(sockets, "rwxr-x---");
        assertThat(open(two, "SHM", "publisher")).startsWith("ChannelMismatchException: ").contains(two.toString())
                .contains(sockets.toString());
        assertThat(two.resolve("x.ring")).doesNotExist();
    }

    @Test
    void aSecondUserOfTheGroupUsesARecordedSegment() throws Exception {
        try (Rondo rondo = connect()) {
            Channels.publisher(rondo, "x", options().transport(Transport.SHM));
            assertThat(Files.getPosixFilePermissions(sockets.resolve("x@segment")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
            assertThat(open(one, "AUTO", "subscriber")).isEqualTo("over SHM");
        }
    }

    @Test
    void anUnreadableRecordDoesNotPreventUsingItsSegment() throws Exception {
        try (Rondo rondo = connect()) {
            Channels.publisher(rondo, "x", options().transport(Transport.SHM));
            mode(sockets.resolve("x@segment"), "rw-------");
            assertThat(open(one, "AUTO", "subscriber")).isEqualTo("over SHM");
        }
    }

    @Test
    void theOwnerPassesItsSegmentToAnotherUserOnlyIfThatIsAllowed() throws Exception {
        mode(one, "rwx------");
        try (Rondo rondo = connect()) {
            Subscriber in = Channels.subscriber(rondo, "x", options());
            assertThat(open(two, "SHM_DESCRIPTOR", "publisher")).startsWith("AccessException: ")
                    .contains("uid " + OtherUser.UID).contains("uid 0");
            in.close();
            in = Channels.subscriber(rondo, "x", options().allowUid(OtherUser.UID));
            // The mode of the segment is 0660, and its directory cannot be entered.
            assertThat(open(two, "SHM_DESCRIPTOR", "publisher")).isEqualTo("published 1");
            assertThat(in.poll(Messages.IGNORE, 10)).isOne();
            in.close();
        }
    }

    @Test
    void aSegmentThatCannotBeRecordedIsNotLinked() throws Exception {
        Files.writeString(sockets.resolve("x@segment"), "an earlier id\n" + two.resolve("x.ring") + "\n"
                + Files.getAttribute(two, "unix:dev") + ":" + Files.getAttribute(two, "unix:ino") + "\n");
        mode(sockets.resolve("x@segment"), "rw-r--r--");
        // In a sticky directory another user's record can be neither written nor removed.
        Files.setAttribute(sockets, "unix:mode", 03770);
        assertThat(open(two, "AUTO", "subscriber")).startsWith("RondoException: ").contains("x@segment");
        try (var files = Files.list(two)) {
            assertThat(files.toList()).isEqualTo(List.of());
        }
    }

    @Test
    void aRecordedSegmentInAnUnsearchableDirectoryCountsAsInUse() throws Exception {
        mode(one, "rwx------");
        try (Rondo rondo = connect()) {
            Publisher out = Channels.publisher(rondo, "x", options().transport(Transport.SHM));
            assertThat(open(two, "AUTO", "subscriber")).startsWith("ChannelMismatchException: ")
                    .contains(one.resolve("x.ring").toString());
            // Keeps it reachable until here. The cleaner would close it and end its use of the record.
            out.close();
        }
    }
}
