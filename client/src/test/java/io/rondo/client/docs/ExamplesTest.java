package io.rondo.client.docs;

import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java examples of the documents compile and run, also against a full channel where they do not wait for room. */
class ExamplesTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path classes;

    @ParameterizedTest
    @CsvSource({"../README.md, empty", "../README.md, full",
        "src/main/java/io/rondo/client/Rondo.java, empty"})
    void theExamplesOfADocumentRun(String document, String channel) throws Exception {
        Path path = Path.of(System.getProperty("basedir", "."), document);
        try (ChildJvm child = ChildJvm.start(directory, ExampleMain.class, path, classes, channel)) {
            child.expect("ran example 1");
            child.expectEnd();
        }
    }
}
