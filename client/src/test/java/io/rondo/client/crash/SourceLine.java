package io.rondo.client.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement in the sources, told by the class, the method and a part of its text.
 *
 * @param type top-level class
 * @param method its name
 * @param snippet text of the statement's first line that no other line of the method has
 */
public record SourceLine(Class<?> type, String method, String snippet) {
    private static final List<String> ROOTS = List.of("../core/src/main/java", "../client/src/test/java",
            "src/main/java",
            "src/test/java");

    /** The lines of the file that hold the snippet, from 1; those of other methods too. */
    List<Integer> candidates() {
        List<String> text = text();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            if (text.get(i).contains(snippet)) {
                numbers.add(i + 1);
            }
        }
        if (numbers.isEmpty()) {
            throw new AssertionError("no line of " + type.getName() + " holds '" + snippet
                    + "' any more: name the line of the crash matrix anew");
        }
        return numbers;
    }

    /** The last line of the statement that begins in a line. */
    int lastLine(int first) {
        List<String> text = text();
        int line = first;
        while (!text.get(line - 1).matches(".*[;{}]( //.*)?")) {
            line++;
        }
        return line;
    }

    private List<String> text() {
        return text(type);
    }

    /** The source of a class. */
    static List<String> text(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".java";
        for (String root : ROOTS) {
            Path path = Path.of(System.getProperty("basedir", "."), root, file);
            if (Files.exists(path)) {
                try {
                    return Files.readAllLines(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        throw new AssertionError("no source of " + type + " in " + ROOTS);
    }

    @Override
    public String toString() {
        return type.getSimpleName() + "." + method + ": " + snippet;
    }
}
