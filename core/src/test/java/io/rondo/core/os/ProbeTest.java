package io.rondo.core.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests run where everything works, so each probe must say so. */
class ProbeTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void theProbesOfTheTestsWork() {
        assertThat(Platform.probe()).matches(Probe::works).extracting(Probe::finding).asString().startsWith("Linux ");
        assertThat(Platform.probeNativeAccess()).matches(Probe::works);
        assertThat(Futex.probe()).matches(Probe::works);
        assertThat(Membarrier.probe().works()).isEqualTo(Membarrier.isSupported());
        assertThat(SystemCalls.futexWaitv()).matches(Probe::works);
        assertThat(DescriptorSocket.probe()).matches(Probe::works);
    }

    @Test
    void allocationIsProbedOnAFileThatIsDeletedAfterwards() {
        assertThat(SystemCalls.fallocate(directory.resolve("probe"))).matches(Probe::works);
        assertThat(directory).isEmptyDirectory();
        assertThat(SystemCalls.fallocate(Path.of("/proc/probe"))).matches(probe -> !probe.works());
    }

    @Test
    void locksAreProbedOnAFileThatIsDeletedAfterwards() {
        assertThat(LockFile.probe(directory.resolve("probe"))).matches(Probe::works);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void locksThatCannotBeTriedDoNotWork() throws Exception {
        assertThat(LockFile.probe(directory.resolve("missing/probe"))).matches(probe -> !probe.works())
                .extracting(Probe::finding).asString().contains("missing/probe");
        Path taken = Files.createFile(directory.resolve("taken"));
        assertThat(LockFile.probe(taken)).matches(probe -> !probe.works());
        assertThat(taken).exists();
    }

    @Test
    void aVolumeReportsItsFreeSpace() {
        Volume volume = Volume.of(directory);
        assertThat(volume.type()).isEqualTo("tmpfs");
        assertThat(volume.size()).isPositive().isGreaterThanOrEqualTo(volume.free());
        assertThatThrownBy(() -> Volume.of(directory.resolve("missing"))).isInstanceOf(SegmentException.class)
                .hasMessageContaining("missing");
    }
}
