package io.rondo.core.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory limits of control groups, read from files as kernels show them. */
class MemoryLimitTest {
    private static final String UNLIMITED_1 = "9223372036854771712";

    @TempDir
    private Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void version2(String group, String max, long current, long inactiveFile) throws IOException {
        String directory = "sys/fs/cgroup" + group + "/";
        write(directory + "memory.max", max + "\n");
        write(directory + "memory.current", current + "\n");
        write(directory + "memory.stat", """
                anon 1000
                file 5000
                shmem 40
                inactive_anon 7
                inactive_file %d
                active_file 3000
                """.formatted(inactiveFile));
    }

    private void version1(String group, String limit, long usage, long inactiveFile) throws IOException {
        String directory = "sys/fs/cgroup/memory" + group + "/";
        write(directory + "memory.limit_in_bytes", limit + "\n");
        write(directory + "memory.usage_in_bytes", usage + "\n");
        write(directory + "memory.stat", """
                cache 5000
                inactive_file 1
                active_file 2
                total_cache 6000
                total_inactive_file %d
                total_active_file 3000
                """.formatted(inactiveFile));
    }

    private Path file(String path) {
        return root.resolve("sys/fs/cgroup/" + path);
    }

    @Test
    void aLimitOfVersion2IsReadWithInactivePageCacheCountedAsFree() throws IOException {
        write("proc/self/cgroup", "0::/system.slice/rondo.service\n");
        version2("/system.slice/rondo.service", "100000", 60_000, 5_000);
        assertThat(MemoryLimit.under(root))
                .isEqualTo(new MemoryLimit(file("system.slice/rondo.service/memory.max"), 100_000, 45_000,
                        100_000));
    }

    @Test
    void theGroupThatLeavesTheLeastCountsAlsoIfItIsAnAncestorWithALargerLimit() throws IOException {
        write("proc/self/cgroup", "0::/a/b/c\n");
        version2("/a/b/c", "100000", 60_000, 0);
        version2("/a/b", "max", 60_000, 0);
        version2("/a", "200000", 190_000, 0);
        assertThat(MemoryLimit.under(root)).isEqualTo(new MemoryLimit(file("a/memory.max"), 200_000, 10_000, 100_000));
    }

    @Test
    void aLimitOfVersion1IsReadWhereTheMemoryControllerIsThere() throws IOException {
        write("proc/self/cgroup", """
                5:devices:/x
                4:cpuset,memory:/jobs/one
                0::/unified
                """);
        version1("", UNLIMITED_1, 1_000_000, 0);
        version1("/jobs", UNLIMITED_1, 500_000, 0);
        version1("/jobs/one", "100000", 30_000, 2_000);
        version2("/unified", "1", 1, 0);
        assertThat(MemoryLimit.under(root))
                .isEqualTo(new MemoryLimit(file("memory/jobs/one/memory.limit_in_bytes"), 100_000, 72_000,
                        100_000));
    }

    @Test
    void aContainersMountIsReadWhereThePathIsTheHosts() throws IOException {
        write("proc/self/cgroup", "4:memory:/docker/0123456789ab\n");
        version1("", "100000", 30_000, 0);
        assertThat(MemoryLimit.under(root).file()).isEqualTo(file("memory/memory.limit_in_bytes"));
        write("proc/self/cgroup", "4:memory:/../../etc\n");
        assertThat(MemoryLimit.under(root).free()).isEqualTo(70_000);
    }

    @Test
    void aGroupBeyondItsLimitLeavesNothing() throws IOException {
        write("proc/self/cgroup", "0::/a\n");
        version2("/a", "100", 150, 10);
        assertThat(MemoryLimit.under(root).free()).isZero();
    }

    @Test
    void anUnreadableFileIsNoLimit() throws IOException {
        assertThat(MemoryLimit.under(root)).isNull();
        write("proc/self/cgroup", "nonsense\n1:cpu:/\n");
        assertThat(MemoryLimit.under(root)).isNull();
        write("proc/self/cgroup", "0::/a\n");
        assertThat(MemoryLimit.under(root)).isNull();
        version2("/a", "max", 100, 0);
        assertThat(MemoryLimit.under(root)).isNull();
        version2("/a", "many", 100, 0);
        assertThat(MemoryLimit.under(root)).isNull();
        version1("", UNLIMITED_1, 100, 0);
        write("proc/self/cgroup", "4:memory:/\n");
        assertThat(MemoryLimit.under(root)).isNull();
    }

    @Test
    void aSegmentIsChargedLittleMoreThanItsLength() {
        assertThat(MemoryLimit.charged(128 << 20)).isEqualTo(129 << 20);
    }
}
