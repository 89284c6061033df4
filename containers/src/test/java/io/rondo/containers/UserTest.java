package io.rondo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers of different users. */
@ContainerTest
class UserTest {
    private static final String SOCKETS = "/run/rondo";

    /** Other users may enter the directory of the volume. The group of the image may write to the socket. */
    private static RondoContainer with(TestVolume volume, RondoContainer container) {
        return container.volume(volume, SOCKETS).withEnv("RONDO_SOCKET_DIR", SOCKETS);
    }

    private static RondoContainer other(TestVolume volume, String transport) {
        return with(volume,
                new RondoContainer("pub", "x", "--kind", "queue", "--transport", transport, "--message", "hello"))
                .user("1234:10001").withEnv("RONDO_DIR_UID", "10001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "shm-descriptor"})
    void anotherUserIsDeniedWithAMessageThatNamesBoth(String transport) {
        try (TestVolume volume = TestVolume.onDisk();
                RondoContainer owner = with(volume, RondoContainer.script(
                        "rondo sub x --kind queue --file-mode 0660")).started();
                RondoContainer peer = other(volume, transport).started()) {
            assertThat(peer.exitCode()).isEqualTo(1);
            assertThat(peer.errors()).contains("1234", "10001");
            assertThat(owner.isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "shm-descriptor"})
    void anotherUserIsAdmittedWhenTheOwnerAllowsIt(String transport) {
        try (TestVolume volume = TestVolume.onDisk();
                RondoContainer owner = with(volume,
                        new RondoContainer("sub", "x", "--kind", "queue", "--file-mode", "0660",
                                "--allow-uid", "1234", "--count", "1"))
                        .started();
                RondoContainer peer = other(volume, transport).started()) {
            assertThat(peer.exitCode()).as(peer.errors()).isZero();
            assertThat(owner.exitCode()).isZero();
            assertThat(owner.out()).isEqualTo("hello\n");
        }
    }

    @Test
    void aProcessInAUserNamespaceUsesTheChannelsAndDoctorNamesTheMap() {
        // The profile of the engine refuses new user namespaces.
        try (RondoContainer container = RondoContainer.script("export RONDO_DIR=/dev/shm/rondo;"
                + "rondo pub x --kind queue --message hello;"
                + "unshare --user --map-root-user bash -c 'rondo sub x --kind queue --count 1 && rondo doctor -v'")
                .host(host -> host.withSecurityOpts(List.of("seccomp=unconfined"))).started()) {
            assertThat(container.exitCode()).as(container.errors()).isZero();
            assertThat(container.out()).startsWith("hello\n").contains("uid map        0 10001 1",
                    "RONDO_DIR_UID, allowUid");
        }
    }

    @Test
    void aDirectoryOfAnotherUserIsRefusedWithAMessageThatNamesBoth() {
        try (TestVolume volume = TestVolume.inMemory("8m");
                RondoContainer stranger = new RondoContainer("pub", "x", "--kind", "queue", "--message", "hello")
                        .user("1234:10001").volume(volume, SOCKETS).withEnv("RONDO_DIR", SOCKETS).started()) {
            assertThat(stranger.exitCode()).isEqualTo(1);
            assertThat(stranger.errors()).contains("belongs to uid 10001", "uid 1234", "RONDO_DIR_UID");
        }
    }
}
