package io.rondo.client.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    private static final String DEBUGGER = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0";

    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @TempDir
    private static Path directory;
    private static AotCache cache;

    /** A program whose only class is this one. */
    static final class Greeting {
        private Greeting() {}

        public static void main(String[] arguments) {
            System.out.println("hello");
        }
    }

    @BeforeAll
    static void train() throws Exception {
        String jars = AotCache.jars(directory.resolve("jars"));
        cache = AotCache.train(directory.resolve("cache"), FLAGS, jars, Greeting.class);
    }

    /** Runs the program and returns the lines about its class in the JVM's log of loaded classes. */
    private static List<String> loaded(AotCache cache, List<String> flags) throws Exception {
        Path log = Files.createTempFile(directory, "loaded", "");
        List<String> command = new ArrayList<>(cache.command());
        command.add("-Xlog:class+load:file=" + log);
        command.addAll(flags);
        try (ChildJvm child = ChildJvm.startCommand(directory, command, Greeting.class)) {
            child.expect("hello");
            child.expectEnd();
            assertThat(child.errors()).isEmpty();
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(Greeting.class.getName())).toList();
        }
    }

    @Test
    void aJvmLoadsClassesOfTheTrainingRunFromTheCache() throws Exception {
        assertThat(loaded(cache, List.of())).singleElement().asString().contains("shared objects file");
    }

    @Test
    void aJvmThatCannotUseTheCacheStartsWithoutIt() throws Exception {
        assertThat(loaded(cache, List.of(DEBUGGER))).singleElement().asString().contains(".jar");
    }
}
