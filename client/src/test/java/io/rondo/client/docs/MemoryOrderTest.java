package io.rondo.client.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on memory order has the labels that comments of the code have, and no others. */
class MemoryOrderTest {
    private static final Path PAGE = Documents.ROOT.resolve("docs/internals/memory-ordering.md");
    private static final Pattern LABEL = Pattern.compile("\\[([a-z][a-z -]*)](?!\\()");

    private static Stream<String> labels(String line) {
        return LABEL.matcher(line).results().map(MatchResult::group);
    }

    private static Stream<String> comments(Path source) {
        return Documents.lines(source).stream().filter(line -> line.contains("// "))
                .map(line -> line.substring(line.indexOf("// ")));
    }

    @Test
    void everyLabelOfTheCodeIsExplainedAndEveryExplainedLabelIsInTheCode() throws IOException {
        Set<String> inCode = new TreeSet<>();
        for (String module : List.of("core", "client", "broker")) {
            try (Stream<Path> files = Files.walk(Documents.ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).flatMap(MemoryOrderTest::comments)
                        .flatMap(MemoryOrderTest::labels).forEach(inCode::add);
            }
        }
        Set<String> explained = new TreeSet<>();
        Documents.lines(PAGE).stream().filter(line -> line.startsWith("|")).flatMap(MemoryOrderTest::labels)
                .forEach(explained::add);
        assertThat(explained).isNotEmpty().isEqualTo(inCode);
    }
}
