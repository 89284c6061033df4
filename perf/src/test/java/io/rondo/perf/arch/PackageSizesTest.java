package io.rondo.perf.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No package of main code has more than 25 types at its top level. Reads the sources of all modules, so generated codecs do not
 * count. The sizes of files are checked by checkstyle.
 */
class PackageSizesTest {
    private static final int MOST = 25;
    /** A user imports this package and no other (decision 0019). */
    private static final String API = "io.rondo.client";
    private static final List<String> MODULES = List.of("broker", "cli", "client", "codecs", "core", "examples", "perf",
            "testing");

    private static Path mainSources(String module) {
        return Path.of(System.getProperty("basedir", "."), "..", module, "src/main/java");
    }

    private static Map<String, Long> sizes(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.getFileName().toString().matches("(package|module)-info\\.java"))
                    .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
                    .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        }
    }

    private static Map<String, Long> tooLarge(Path sources) throws IOException {
        Map<String, Long> sizes = sizes(sources);
        sizes.values().removeIf(count -> count <= MOST);
        return sizes;
    }

    @Test
    void noPackageIsTooLargeExceptTheApi() throws IOException {
        Map<String, Long> found = new TreeMap<>();
        for (String module : MODULES) {
            found.putAll(tooLarge(mainSources(module)));
        }
        assertThat(found)
                .as("packages of more than %d types, and the API, the only exception: split them by role", MOST)
                .containsOnlyKeys(API);
    }

    @Test
    void allModulesWithMainCodeAreRead() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(System.getProperty("basedir", "."), ".."))) {
            assertThat(modules.map(module -> module.getFileName().toString())
                    .filter(module -> Files.isDirectory(mainSources(module))))
                    .containsExactlyInAnyOrderElementsOf(MODULES);
        }
    }

    @Test
    void aPackageWithOneTypeTooManyIsFound(@TempDir Path sources) throws IOException {
        Path directory = Files.createDirectories(sources.resolve("a/b"));
        Files.createDirectories(directory.resolve("c"));
        Files.createFile(directory.resolve("package-info.java"));
        Files.createFile(directory.resolve("c/Other.java"));
        for (int i = 0; i < MOST; i++) {
            Files.createFile(directory.resolve("Type" + i + ".java"));
        }
        assertThat(tooLarge(sources)).isEmpty();
        Files.createFile(directory.resolve("OneMore.java"));
        assertThat(tooLarge(sources)).containsExactly(Map.entry("a.b", MOST + 1L));
    }
}
