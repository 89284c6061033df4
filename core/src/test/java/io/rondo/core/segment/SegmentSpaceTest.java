package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.os.MemoryLimit;
import io.rondo.core.os.Volume;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentSpaceTest {
    private static final Path FILE = Path.of("/sys/fs/cgroup/memory.max");
    private static final SegmentSpec MEBIBYTE = SegmentSpec.builder().topic(false).singleProducer(true)
            .capacity(1 << 20).build();
    private static final int LENGTH = 1_114_112;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path path;

    private ChannelDirectory directory;

    @BeforeEach
    void openDirectory() {
        directory = ChannelDirectory.of(path, null);
    }

    private SegmentSpace space(long size, long free, MemoryLimit limit) {
        return new SegmentSpace(directory, new Volume("tmpfs", size, free), limit);
    }

    private static MemoryLimit limit(long free) {
        return new MemoryLimit(FILE, 64 << 20, free);
    }

    @Test
    void theSumOfSegmentsIsComparedWithTheFileSystem() {
        SegmentSpace space = space(64 << 20, 2 * LENGTH - 1, limit(32 << 20));
        assertThatCode(() -> space.require("channel one", MEBIBYTE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> space.require("channel two", MEBIBYTE, MEBIBYTE)).isInstanceOf(SegmentException.class)
                .hasMessage("channel two needs " + 2 * LENGTH + " bytes: " + path + " has " + (2 * LENGTH - 1)
                        + " bytes free, and the control group's limit of 67108864 bytes leaves 33554432 (" + FILE
                        + "): use a smaller capacity, remove channels (rondo ls, rondo rm), or enlarge the file system (docker"
                        + " run --shm-size)");
    }

    @Test
    void theSumOfSegmentsIsComparedWithTheMemoryLimit() {
        long charged = MemoryLimit.charged(2 * LENGTH);
        assertThatCode(() -> space(64 << 20, 64 << 20, limit(charged)).require("channel two", MEBIBYTE, MEBIBYTE))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                () -> space(64 << 20, 63 << 20, limit(charged - 1)).require("channel two", MEBIBYTE, MEBIBYTE))
                .isInstanceOf(SegmentException.class)
                .hasMessageContaining("needs " + charged + " bytes of memory: " + path
                        + " has " + (63 << 20) + " bytes free, and the control group's limit of 67108864 bytes leaves "
                        + (charged - 1))
                .hasMessageEndingWith("or raise the limit (docker run --memory)");
    }

    @Test
    void aFileSystemWithoutLimitHoldsEverySegment() {
        assertThatCode(() -> space(0, 0, null).require("channel two", MEBIBYTE, MEBIBYTE)).doesNotThrowAnyException();
    }

    @Test
    void sixtyChannelsOfDefaultSizeFit64Mebibytes() {
        SegmentSpec[] defaults = new SegmentSpec[60];
        Arrays.fill(defaults, SegmentSpec.builder().topic(true).build());
        assertThatCode(() -> space(64 << 20, 64 << 20, null).require("channel all", defaults))
                .doesNotThrowAnyException();
    }
}
