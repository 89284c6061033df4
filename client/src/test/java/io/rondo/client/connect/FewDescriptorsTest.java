package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.crash.SmallJvm;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process without free descriptors cannot check its channels, and must not conclude anything from that. */
class FewDescriptorsTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void openEndpointsContinueAndNewOnesReportTheLimit() throws Exception {
        try (ChildJvm process = SmallJvm.CLIENT.start(directory, FewDescriptorsMain.class, "before")) {
            process.expect("opened");
            process.expect("idle 0");
            process.expect("received 1");
            assertThat(process.answer()).contains("Too many open files").contains("ulimit -n");
            process.expect("opened");
            process.expectEnd();
        }
    }

    @Test
    void aFirstCheckWithoutADescriptorReportsTheLimit() throws Exception {
        try (ChildJvm process = SmallJvm.CLIENT.start(directory, FewDescriptorsMain.class, "first")) {
            assertThat(process.answer()).contains("RondoException: ").contains("ulimit -n");
        }
    }
}
