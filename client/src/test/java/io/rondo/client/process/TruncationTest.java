package io.rondo.client.process;

import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A truncated file cannot be prevented; it has the documented effect, in interpreted and in compiled code. */
class TruncationTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {10, 200_000})
    void aFileTruncatedUnderItsMappingIsAnErrorAndTheJvmGoesOn(int passedBefore) throws Exception {
        try (ChildJvm child = ChildJvm.start(directory, TruncationMain.class, passedBefore)) {
            child.expect("pass fails");
            child.expect("close fails");
            child.expectEnd();
        }
    }
}
