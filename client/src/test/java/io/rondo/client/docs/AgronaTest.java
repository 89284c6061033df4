package io.rondo.client.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of Agrona's classes in docs/guide/agrona.md is what a JVM without flags shows. */
class AgronaTest {
    private static final Pattern ROW = Pattern.compile("\\| (`.*) \\| (works|fails) \\|");
    private static final Pattern CLASS = Pattern.compile("`(\\w+)`");

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void theTableListsWhichClassesWorkWithoutFlags() throws Exception {
        List<String> documented = documented();
        List<String> seen = new ArrayList<>();
        try (ChildJvm child = ChildJvm.start(directory, AgronaMain.class)) {
            while (seen.size() < documented.size()) {
                seen.add(child.answer());
            }
            child.expectEnd();
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(documented);
    }

    private static List<String> documented() {
        return Documents.lines(Documents.ROOT.resolve("docs/guide/agrona.md")).stream().map(ROW::matcher)
                .filter(row -> row.matches())
                .flatMap(row -> CLASS.matcher(row.group(1)).results().map(MatchResult::group)
                        .map(name -> row.group(2) + " " + name.replace("`", "")))
                .filter(line -> !line.endsWith(" Buffers")).toList();
    }
}
