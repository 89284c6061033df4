package io.rondo.client.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents follow the rules of CONTRIBUTING.md that a program can check. */
class StyleTest {
    private static final int COLUMNS = 120;
    /** Words that stand for persons: a document names the process, thread or file. */
    private static final Pattern PERSON = Pattern.compile("\\b(who|whom|whose|whoever|nobody|somebody)\\b",
            Pattern.CASE_INSENSITIVE);
    /** Written by {@code rondo perf}. */
    private static final Set<Path> RESULTS = Set.of(Path.of("perf/RESULTS.md"), Path.of("perf/RESULTS-middle.md"));

    @Test
    void linesWrapAt120Columns() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path document : written()) {
            List<String> lines = Documents.prose(document);
            for (int i = 0; i < lines.size(); i++) {
                // A row of a table is one line.
                if (lines.get(i).length() > COLUMNS && !lines.get(i).startsWith("|")
                        && !lines.get(i).startsWith("    ")) {
                    tooLong.add(document + ":" + (i + 1));
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noProcessThreadOrFileIsCalledAPerson() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path document : written()) {
            for (String line : Documents.lines(document)) {
                if (PERSON.matcher(line).find()) {
                    found.add(document + ": " + line);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> written() throws IOException {
        return Documents.all().stream().filter(document -> RESULTS.stream().noneMatch(document::endsWith)).toList();
    }
}
