package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {
    @TempDir
    private Path parent;

    /** The directory of a killed process: the lock is released, the files remain. */
    private Path leftover(String name) throws Exception {
        Path left = Files.createDirectories(parent.resolve(name));
        Files.createFile(left.resolve(".lock"));
        Files.writeString(Files.createDirectory(left.resolve("rings")).resolve("ring"), "much");
        return left;
    }

    @Test
    void filesAreDeletedWithTheDirectory() throws Exception {
        try (PrivateDirectory directory = new PrivateDirectory(parent)) {
            Files.createFile(Files.createDirectory(directory.path().resolve("rings")).resolve("ring"));
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void theNextDirectoryRemovesThatOfAKilledProcess() throws Exception {
        Path left = leftover("rondo-perf-1");
        try (PrivateDirectory directory = new PrivateDirectory(parent)) {
            assertThat(left).doesNotExist();
            assertThat(directory.path()).isDirectory();
        }
    }

    @Test
    void aDirectoryInUseStays() {
        try (PrivateDirectory first = new PrivateDirectory(parent);
                PrivateDirectory second = new PrivateDirectory(parent)) {
            assertThat(first.path()).isDirectory();
            assertThat(second.path()).isDirectory();
        }
    }

    @Test
    void aDirectoryOfAnotherKindOrOwnerStays() throws Exception {
        Path other = leftover("other");
        Path link = Files.createSymbolicLink(parent.resolve("rondo-perf-link"), other);
        Path unlocked = Files.createDirectory(parent.resolve("rondo-perf-new"));
        Path file = Files.createFile(parent.resolve("rondo-perf-file"));
        new PrivateDirectory(parent).close();
        assertThat(other.resolve("rings/ring")).exists();
        assertThat(link).isSymbolicLink();
        assertThat(unlocked).as("about to be locked").isDirectory();
        assertThat(file).exists();
    }
}
