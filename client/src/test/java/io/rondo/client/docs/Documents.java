package io.rondo.client.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The Markdown files of the project. */
final class Documents {
    /** The root of the project. */
    static final Path ROOT = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize().getParent();
    private static final Set<String> SKIPPED = Set.of("target", ".git", "src");
    private static final String FENCE = "```";

    private Documents() {}

    /** All of them, also in directories of sources. */
    static List<Path> all() throws IOException {
        List<Path> found = new ArrayList<>();
        collect(ROOT, found);
        found.add(ROOT.resolve("core/src/model/README.md"));
        return found;
    }

    private static void collect(Path directory, List<Path> found) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".md")) {
                    found.add(file);
                } else if (Files.isDirectory(file) && !SKIPPED.contains(file.getFileName().toString())) {
                    collect(file, found);
                }
            }
        }
    }

    /** The lines outside of code blocks; a code line is replaced by an empty one, so that line numbers stay. */
    static List<String> prose(Path document) {
        List<String> prose = new ArrayList<>();
        boolean code = false;
        for (String line : lines(document)) {
            boolean fence = line.startsWith(FENCE);
            prose.add(code || fence ? "" : line);
            code ^= fence;
        }
        return prose;
    }

    /** All lines. */
    static List<String> lines(Path document) {
        try {
            return Files.readAllLines(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
