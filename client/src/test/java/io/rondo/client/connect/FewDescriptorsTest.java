package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that has no descriptor left cannot ask, which says nothing about its channels. */
class FewDescriptorsTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void endpointsThatAreOpenGoOnAndNewOnesNameTheLimit() throws Exception {
        try (ChildJvm process = ChildJvm.start(directory, FewDescriptorsMain.class, "before")) {
            process.expect("opened");
            process.expect("idle 0");
            process.expect("received 1");
            assertThat(process.answer()).contains("Too many open files").contains("ulimit -n");
            process.expect("opened");
            process.expectEnd();
        }
    }

    @Test
    void aFirstLookWithoutADescriptorNamesTheLimit() throws Exception {
        try (ChildJvm process = ChildJvm.start(directory, FewDescriptorsMain.class, "first")) {
            assertThat(process.answer()).contains("RondoException: ").contains("ulimit -n");
        }
    }
}
