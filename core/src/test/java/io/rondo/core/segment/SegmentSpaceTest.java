package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        return new MemoryLimit(FILE, 64 << 20, free, 64 << 20);
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

    @ParameterizedTest
    @CsvSource({"64, 1", "1023, 1", "2047, 1", "2048, 2", "3800, 2", "4096, 4", "8191, 4", "8192, 8", "65536, 8"})
    void theDefaultCapacityIsAThousandthOfTheFileSystemBetween1And8Mebibytes(long size, int capacity) {
        assertThat(space(size << 20, 0, null).defaultCapacity()).isEqualTo(capacity << 20);
    }

    @Test
    void theSmallestMemoryLimitBoundsTheDefaultCapacityAndWhatIsFreeDoesNot() {
        MemoryLimit limit = new MemoryLimit(FILE, 32L << 30, 1, 4L << 30);
        assertThat(space(0, 0, limit).defaultCapacity()).isEqualTo(4 << 20);
        assertThat(space(64L << 30, 1, limit).defaultCapacity()).isEqualTo(4 << 20);
        assertThat(space(2L << 30, 1, limit).defaultCapacity()).isEqualTo(2 << 20);
    }

    @Test
    void aTmpfsWithoutAnyLimitHasTheLargestDefaultAndADiskTheSmallest() {
        assertThat(space(0, 0, null).defaultCapacity()).isEqualTo(8 << 20);
        Volume disk = new Volume("ext4", 1L << 40, 1L << 40);
        assertThat(new SegmentSpace(directory, disk, null).defaultCapacity()).isEqualTo(1 << 20);
        assertThat(new SegmentSpace(directory, null, null).defaultCapacity()).isEqualTo(1 << 20);
    }

    @Test
    void theLongestMessageDoesNotDependOnTheDefaultCapacity() {
        SegmentSpec spec = SegmentSpec.builder().topic(false).build();
        assertThat(space(64L << 30, 0, null).complete(spec).maxMessageLength()).isEqualTo((512 << 10) - 8)
                .isEqualTo(space(64 << 20, 0, null).complete(spec).maxMessageLength());
        SegmentSpec longer = SegmentSpec.builder().topic(false).maxMessageLength(512 << 10).build();
        assertThatThrownBy(() -> space(64L << 30, 0, null).complete(longer))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("half the capacity of 1048576");
    }

    @Test
    void aCapacityThatIsSetAndThoseOfServicesAndSequencedTopicsDoNotDependOnTheRoom() {
        SegmentSpec service = SegmentSpec.builder().topic(false).service(true).build();
        assertThat(space(64L << 30, 0, null).complete(service).capacity()).isEqualTo(1 << 20);
        SegmentSpec sequenced = SegmentSpec.builder().topic(true).sequenced(0).build();
        assertThat(space(64L << 30, 0, null).complete(sequenced).capacity()).isEqualTo(1 << 20);
        SegmentSpec complete = space(64L << 30, 0, null).complete(SegmentSpec.builder().capacity(4 << 20).build());
        assertThat(complete.capacity()).isEqualTo(4 << 20);
        assertThat(complete.maxMessageLength()).isEqualTo((2 << 20) - 8);
    }

    @Test
    void sixtyChannelsOfDefaultSizeFit64Mebibytes() {
        SegmentSpec[] defaults = new SegmentSpec[60];
        Arrays.fill(defaults, SegmentSpec.builder().topic(true).build());
        assertThatCode(() -> space(64 << 20, 64 << 20, null).require("channel all", defaults))
                .doesNotThrowAnyException();
    }
}
