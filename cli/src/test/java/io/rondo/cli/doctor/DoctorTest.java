package io.rondo.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.os.MemoryLimit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private static final Path FILE = Path.of("/sys/fs/cgroup/a/memory.max");
    private static final long CHANNEL = 1088 << 10;

    @Test
    void aMemoryLimitIsShownWithTheFreeMemory() {
        Check check = Doctor.memory(new MemoryLimit(FILE, 300 << 20, 200 << 20, 300 << 20), CHANNEL);
        assertThat(check.status()).isEqualTo(Check.Status.OK);
        assertThat(check.finding()).isEqualTo(FILE + " allows 300 MiB, 200 MiB are free");
        assertThat(Doctor.memory(null, CHANNEL).status()).isEqualTo(Check.Status.OK);
    }

    @Test
    void aMemoryLimitThatLeavesNoRoomForAChannelIsAFailureWithItsRemedy() {
        Check check = Doctor.memory(new MemoryLimit(FILE, 300 << 20, 1 << 20, 300 << 20), CHANNEL);
        assertThat(check.status()).isEqualTo(Check.Status.FAIL);
        assertThat(check.finding()).endsWith("1024 KiB are free");
        assertThat(check.meaning()).contains("1088 KiB");
        assertThat(check.remedy()).contains("raise the limit", "rondo clean", "--capacity");
    }
}
