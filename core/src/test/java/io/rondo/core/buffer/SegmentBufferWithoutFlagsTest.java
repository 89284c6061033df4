package io.rondo.core.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentBufferWithoutFlagsTest {
    @Test
    void everyOperationWorksInAJvmThatWasGivenNoFlag() throws Exception {
        long seed = Long.getLong("rondo.seed", System.nanoTime());
        ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), PlainJvmBufferMain.class.getName(), Long.toString(seed))
                .redirectErrorStream(true);
        java.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process child = java.start();
        try {
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor()).as("seed %s: %s", seed, output).isZero();
            // Nothing else: no warning either.
            assertThat(output).isEqualToIgnoringNewLines("played 30000");
        } finally {
            child.destroyForcibly();
        }
    }
}
