package io.rondo.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.os.NativeFile;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mappings of almost the whole address space, which is 128 TiB on x86_64. */
class MappingTest {
    private static final long TEBI = 1L << 40;
    private static final int PAGE = 4096;

    /** A file on a disk may not be mapped beyond the longest file of its file system. */
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void retiredMappingsThatAreUnreachableMakeRoomForOthers() throws Exception {
        Path path = Files.write(directory.resolve("file"), new byte[PAGE]);
        try (NativeFile file = NativeFile.open(path, true)) {
            for (int i = 0; i < 8; i++) {
                // Twice 25 TiB, so two of them do not leave room for a third one. Only the first page is used.
                MemorySegment mapped = Mapping.mapPermanently(file.fd(), PAGE, 25 * TEBI, true);
                assertThat(mapped.byteSize()).isEqualTo(50 * TEBI + PAGE);
                Mapping.retire(mapped);
            }
            assertThatThrownBy(() -> Mapping.mapPermanently(file.fd(), PAGE, 1000 * TEBI, true))
                    .isInstanceOf(SegmentException.class).hasMessageContaining("cannot map")
                    .hasMessageContaining("memory");
        }
    }
}
