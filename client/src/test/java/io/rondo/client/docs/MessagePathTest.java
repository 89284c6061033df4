package io.rondo.client.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The way of a message in docs/internals/message-path.md is short, and its types exist. */
class MessagePathTest {
    private static final Pattern ROW = Pattern.compile("\\| \\d+ \\|.*");
    private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w+)`");
    private static final int PUBLISH = 8;
    private static final int POLL = 10;

    @Test
    void aPublishedMessagePassesAtMostEightTypes() {
        assertThat(rows("## Publish")).hasSizeBetween(2, PUBLISH);
    }

    @Test
    void aPolledMessagePassesAtMostTenTypes() {
        assertThat(rows("## Poll")).hasSizeBetween(2, POLL);
    }

    @Test
    void everyTypeOfTheWayExists() throws IOException {
        Set<String> types;
        try (Stream<Path> core = Files.walk(Documents.ROOT.resolve("core/src/main"));
                Stream<Path> client = Files.walk(Documents.ROOT.resolve("client/src/main"))) {
            types = Stream.concat(core, client).map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java")).map(name -> name.substring(0, name.length() - 5))
                    .collect(Collectors.toSet());
        }
        assertThat(types).containsAll(page().stream().flatMap(line -> TYPE.matcher(line).results())
                .map(MatchResult::group).map(name -> name.replace("`", "")).toList());
    }

    private static List<String> rows(String heading) {
        return page().stream().dropWhile(line -> !line.equals(heading)).skip(1)
                .takeWhile(line -> !line.startsWith("## ")).filter(line -> ROW.matcher(line).matches()).toList();
    }

    private static List<String> page() {
        return Documents.lines(Documents.ROOT.resolve("docs/internals/message-path.md"));
    }
}
