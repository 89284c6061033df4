package io.rondo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Profiles that refuse system calls. */
@ContainerTest
class SeccompTest {
    private static final String ROUND = "rondo pub x --kind queue --message hello && rondo sub x --kind queue --count 1"
            + " && rondo doctor";
    private static final String WITHOUT_OPTIONAL = refusing("memfd_create", "membarrier", "futex_waitv");
    /** What gVisor and old kernels lack. */
    private static final String LIKE_GVISOR = refusing("memfd_create", "membarrier", "futex_waitv", "fallocate",
            "pidfd_open", "io_uring_setup", "rseq", "openat2", "clone3", "close_range", "copy_file_range", "mlock2");

    /** A profile under which the kernel seems to lack these system calls. */
    private static String refusing(String... calls) {
        return "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":["
                + Stream.of(calls).map(call -> "\"" + call + "\"").collect(Collectors.joining(","))
                + "],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":38}]}";
    }

    @Test
    void sharedMemoryWorksWithoutTheOptionalCallsAndDoctorNamesThem() {
        try (RondoContainer container = RondoContainer.script(ROUND).refusing(WITHOUT_OPTIONAL).started()) {
            assertThat(container.exitCode()).as(container.errors()).isZero();
            assertThat(container.out()).startsWith("hello\n").contains("warn  membarrier ", "warn  futex_waitv ",
                    "allow membarrier(2) in the sandbox");
        }
    }

    @Test
    void aSandboxLikeGVisorUsesSocketsWithOneWarningThatNamesTheReason() {
        try (RondoContainer container = RondoContainer.script("rondo sub x --kind queue --count 1 & "
                + "rondo pub x --kind queue --message hello; wait; rondo doctor -v").refusing(LIKE_GVISOR).started()) {
            container.exitCode();
            assertThat(container.out()).as(container.errors()).startsWith("hello\n").contains("warn  fallocate ");
            // One of the consumer and one of the producer. The later one may find that the other listens already.
            assertThat(container.errors().lines().filter(line -> line.contains("shared memory is unavailable")))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("fallocate(2): Function not implemented"))
                    .allMatch(line -> line.contains("fallocate(2): Function not implemented")
                            || line.contains("its owner has no segment, only a socket"));
        }
    }

    @Test
    void aPeerWithoutMembarrierConnectsByASocketWithOneWarning() {
        try (RondoContainer consumer = new RondoContainer("sub", "x", "--kind", "queue").shareable().started()) {
            consumer.await("the channel exists", () -> exists(consumer));
            try (RondoContainer producer = RondoContainer.script("rondo pub x --kind queue --message hello")
                    .refusing(WITHOUT_OPTIONAL).ipcOf(consumer).started()) {
                assertThat(producer.exitCode()).as(producer.errors()).isZero();
                consumer.awaitOut("hello");
                assertThat(producer.errors().lines().filter(line -> line.contains("membarrier"))).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"sendmsg, , cannot send file descriptors", ", recvmsg, cannot receive from /run/rondo/x.sock"})
    void whereDescriptorsCannotBePassedASocketIsUsedWithOneWarning(String ofOwner, String ofPeer, String reason) {
        try (TestVolume volume = TestVolume.onDisk();
                RondoContainer owner = with(volume, ofOwner,
                        new RondoContainer("sub", "x", "--kind", "queue", "--count", "1"))) {
            owner.start();
            owner.await("the owner listens", () -> exists(owner));
            try (RondoContainer peer = with(volume, ofPeer,
                    new RondoContainer("pub", "x", "--kind", "queue", "--message", "hello")).started()) {
                assertThat(peer.exitCode()).as(peer.errors()).isZero();
                assertThat(owner.exitCode()).as(owner.errors()).isZero();
                assertThat(owner.out()).isEqualTo("hello\n");
                assertThat(peer.errors().lines()).hasSize(1).allMatch(line -> line.contains(reason)
                        && line.contains("using sockets instead"));
            }
        }
    }

    /** Shares only sockets. */
    private static RondoContainer with(TestVolume volume, String refused, RondoContainer container) {
        container.volume(volume, "/run/rondo").withEnv("RONDO_SOCKET_DIR", "/run/rondo");
        return refused == null ? container : container.refusing(refusing(refused));
    }

    private static boolean exists(RondoContainer container) {
        try {
            return container.rondo("ls").contains("x ");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
