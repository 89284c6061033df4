package io.rondo.client.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users start {@code java -cp ...} and nothing else. */
class PlainJvmTest {
    /** Nearly all are made by compiled code. */
    private static final int CLAIMS = 4_000_000 * Integer.getInteger("rondo.test.factor", 1);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void aJvmThatMayNotCallNativeCodeIsToldTheRemedy() throws Exception {
        try (ChildJvm child = ChildJvm.startWith(directory, List.of("--illegal-native-access=deny"),
                ConnectMain.class)) {
            assertThat(child.answer()).startsWith("UnavailableException: ")
                    .contains("--enable-native-access=ALL-UNNAMED");
            // Not only the first time.
            assertThat(child.answer()).startsWith("UnavailableException: ")
                    .contains("--enable-native-access=ALL-UNNAMED");
            child.expectEnd();
        }
    }

    @Test
    void aJvmThatIsAllowedNativeCodeIsNotWarned() throws Exception {
        try (ChildJvm child = ChildJvm.startWith(directory,
                List.of("--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED"), ConnectMain.class)) {
            child.expect("connected");
            child.expect("connected");
            child.expectEnd();
            assertThat(child.errors()).isEmpty();
        }
    }

    @Test
    void aViewThatAnotherThreadUsesTooLateDoesNotCrashTheJvm() throws Exception {
        try (ChildJvm child = ChildJvm.start(directory, LateViewMain.class, CLAIMS)) {
            child.expect("read");
            child.expect("alive");
            child.expectEnd();
        }
    }
}
