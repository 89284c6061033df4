package io.rondo.client.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java examples of the documents and of the API's Javadoc compile and run, with room and on full channels. */
class ExamplesTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path classes;

    @Test
    void everyExampleCompilesAndRunsOnEmptyAndOnFullChannels() throws Exception {
        List<ExampleCode> programs = ExampleCode.programs();
        assertThat(programs).hasSizeGreaterThan(10);
        try (ChildJvm child = ChildJvm.startWith(directory, ChildJvm.SHORT_LIVED, ExampleMain.class,
                directory, classes)) {
            for (ExampleCode program : programs) {
                child.expect("ran " + program.origin() + " on empty channels");
                child.expect("ran " + program.origin() + " on full channels");
            }
            child.expectEnd();
        }
    }

    @Test
    void excerptsAreWhatStandsInTheirFiles() throws IOException {
        List<ExampleCode> excerpts = ExampleCode.all().stream().filter(example -> example.excerptOf() != null).toList();
        assertThat(excerpts).isNotEmpty();
        for (ExampleCode excerpt : excerpts) {
            assertThat(Files.readString(excerpt.excerptOf())).contains(excerpt.excerpt());
        }
    }
}
