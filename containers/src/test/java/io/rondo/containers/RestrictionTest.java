package io.rondo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of {@code docker run} that restrict a container: each works, or the message names the limit and the remedy. */
@ContainerTest
class RestrictionTest {
    private static final long MEBIBYTE = 1 << 20;
    /** Publishes and consumes one message. */
    private static final String ROUND = "rondo pub x --kind queue --message hello && rondo sub x --kind queue --count 1";

    private static RondoContainer ended(RondoContainer container) {
        container.start();
        container.exitCode();
        assertThat(container.isOutOfMemory()).isFalse();
        return container;
    }

    @Test
    void aChannelThatExceedsASmallSharedMemoryIsRefusedAndASmallerOneWorks() {
        try (RondoContainer container = ended(RondoContainer
                .script("rondo pub x --kind queue --transport shm --message hello; echo code $?;"
                        + "rondo pub y --kind queue --capacity 256k --message hello && rondo sub y --kind queue --count 1")
                .host(host -> host.withShmSize(MEBIBYTE)))) {
            assertThat(container.errors()).contains(
                    "channel x needs 1114112 bytes: /dev/shm/rondo-10001 has 1048576 bytes free",
                    "use a smaller capacity", "docker run --shm-size");
            assertThat(container.out()).isEqualTo("code 1\nhello\n");
        }
    }

    @Test
    void anOwnerWithoutRoomUsesSocketsThoughItsPeerHasRoom() {
        try (TestVolume sockets = TestVolume.onDisk();
                RondoContainer owner = new RondoContainer("sub", "x", "--kind", "queue", "--count", "1")
                        .volume(sockets, "/run/rondo").withEnv("RONDO_SOCKET_DIR", "/run/rondo")
                        .host(host -> host.withShmSize(MEBIBYTE)).started().awaitOutOrError("using sockets instead");
                RondoContainer peer = new RondoContainer("pub", "x", "--kind", "queue", "--message", "hello")
                        .volume(sockets, "/run/rondo").withEnv("RONDO_SOCKET_DIR", "/run/rondo")) {
            owner.await("the owner listens", () -> listens(owner));
            peer.start();
            assertThat(peer.exitCode()).as(peer.errors()).isZero();
            assertThat(owner.exitCode()).as(owner.errors()).isZero();
            assertThat(owner.out()).isEqualTo("hello\n");
            assertThat(owner.errors().lines()).hasSize(1)
                    .allMatch(line -> line.contains("channel x needs 1114112 bytes"));
        }
    }

    private static boolean listens(RondoContainer owner) {
        try {
            return owner.execInContainer("test", "-S", "/run/rondo/x.sock").getExitCode() == 0;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFullSharedMemoryIsAnErrorAndNoSignal() {
        try (RondoContainer container = ended(RondoContainer.script(
                "head -c 67000000 /dev/zero >/dev/shm/full; rondo pub x --kind queue --transport shm --message hello; echo code $?"))) {
            assertThat(container.errors()).contains("channel x needs 1114112 bytes", "bytes free", "rondo rm");
            assertThat(container.out()).isEqualTo("code 1\n");
        }
    }

    @Test
    void everyRestrictionAtOnceWorks() {
        try (RondoContainer container = ended(RondoContainer.script(ROUND).user("1234").host(host -> host
                .withReadonlyRootfs(true).withCapDrop(Capability.ALL).withMemory(64 * MEBIBYTE)
                .withMemorySwap(64 * MEBIBYTE)))) {
            assertThat(container.out()).as(container.errors()).isEqualTo("hello\n");
            assertThat(container.errors()).doesNotContain("warning");
        }
    }

    /** The rows of the table of memory limits in containers.md. The launcher gives each JVM its part of the limit. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "64 | rondo broker & until [ -S /dev/shm/rondo-10001/@broker.sock ]; do sleep 0.2; done; kill $!; wait $!",
        "128 | rondo sub x --kind queue & until [ -e /dev/shm/rondo-10001/x.ring ]; do sleep 0.2; done; rondo check",
        "256 | rondo broker & until [ -S /dev/shm/rondo-10001/@broker.sock ]; do sleep 0.2; done;"
                + "for topic in a b c d; do rondo pub $topic --kind sequenced --message hello; done; rondo check"})
    void theCommandsOfTheTableFitTheirMemoryLimit(long mebibytes, String script) {
        try (RondoContainer container = ended(RondoContainer.script(script).withTmpFs(Map.of("/tmp", ""))
                .host(host -> host.withMemory(mebibytes * MEBIBYTE).withMemorySwap(mebibytes * MEBIBYTE)))) {
            assertThat(container.exitCode()).as(container.out() + container.errors()).isIn(0, 143);
            assertThat(container.errors()).doesNotContain("the JVM needs", "using sockets instead");
        }
    }

    @Test
    void aChannelThatExceedsTheMemoryLimitIsRefusedWithBothNumbers() {
        try (RondoContainer container = ended(
                RondoContainer.script("rondo pub x --kind queue --transport shm --capacity 32m --message hello")
                        .host(host -> host.withMemory(64 * MEBIBYTE).withMemorySwap(64 * MEBIBYTE)))) {
            assertThat(container.errors())
                    .containsPattern("channel x needs \\d+ bytes of memory: /dev/shm/rondo-10001 has"
                            + " 67108864 bytes free, and the control group's limit of 67108864 bytes leaves \\d+ .*docker run --memory");
            assertThat(container.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void aMemoryLimitTooSmallForTheJvmIsNamedBeforeItStarts() {
        try (RondoContainer container = ended(new RondoContainer("ls")
                .host(host -> host.withMemory(32 * MEBIBYTE).withMemorySwap(32 * MEBIBYTE)))) {
            assertThat(container.errors()).contains("is 32 MiB, of which", "the JVM needs 40 MiB",
                    "docker run --memory");
            assertThat(container.exitCode()).isEqualTo(1);
        }
    }

    /** About 60 MiB are left, less than a quarter and 32 MiB. */
    @ParameterizedTest
    @ValueSource(longs = {128, 256})
    void aCommandRunsWithASmallerHeapWhereOtherProcessesUseTheMemory(long mebibytes) {
        long limit = mebibytes * MEBIBYTE;
        try (RondoContainer container = ended(
                RondoContainer
                        .script("head -c " + (limit - 64 * MEBIBYTE) + " /dev/zero >/dev/shm/full; rondo check --probe")
                        .host(host -> host.withShmSize(limit).withMemory(limit).withMemorySwap(limit)))) {
            assertThat(container.exitCode()).as(container.out() + container.errors()).isZero();
            assertThat(container.out()).startsWith("RONDO ");
        }
    }

    @Test
    void doctorNamesTheLimitsOfTheContainer() {
        try (RondoContainer container = ended(
                new RondoContainer("doctor", "-v").host(host -> host.withReadonlyRootfs(true)
                        .withShmSize(4 * MEBIBYTE).withMemory(128 * MEBIBYTE)))) {
            assertThat(container.out()).contains("/dev/shm       tmpfs of 4096 KiB",
                    "remedy: enlarge it: docker run --shm-size",
                    "allows 128 MiB", "1, in a PID namespace of its own", "uids are those of the host",
                    "a filter is active",
                    "read-only      /tmp",
                    "futex_waitv    a sleep on several words",
                    "fallocate      a page was allocated");
            assertThat(container.exitCode()).isZero();
        }
    }

    @Test
    void sixtyChannelsOfDefaultSizeFitDockersDefault() {
        try (RondoContainer container = ended(new RondoContainer("doctor", "-v"))) {
            assertThat(container.out()).contains("60 more channels of default size fit", "checks passed");
        }
    }
}
