package io.rondo.client.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every relative link of the documents leads to a file and, if it has an anchor, to a heading. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("(?<!`)\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");

    @Test
    void everyRelativeLinkResolves() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : Documents.all()) {
            for (String line : Documents.prose(document)) {
                Matcher links = LINK.matcher(line);
                while (links.find()) {
                    check(document, links.group(1), broken);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static void check(Path document, String link, List<String> broken) {
        if (URI.create(link).isAbsolute()) {
            return;
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
        boolean found = Files.exists(target)
                && (parts.length == 1 || Files.isRegularFile(target) && anchors(target).contains(parts[1]));
        if (!found) {
            broken.add(Documents.ROOT.relativize(document) + ": " + link);
        }
    }

    private static List<String> anchors(Path document) {
        return Documents.prose(document).stream().map(HEADING::matcher).filter(Matcher::matches)
                .map(heading -> anchor(heading.group(1))).toList();
    }

    /** The anchor that GitHub makes of a heading. */
    private static String anchor(String heading) {
        String text = LINK.matcher(heading).replaceAll("").replace("`", "");
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }

    @Test
    void everyPageOfTheDocumentsIsInTheIndex() throws IOException {
        String index = String.join("\n", Documents.lines(Documents.ROOT.resolve("docs/README.md")));
        for (Path document : Documents.all()) {
            Path relative = Documents.ROOT.resolve("docs").relativize(document);
            if (relative.getNameCount() == 2 && !relative.startsWith("..") && !relative.startsWith("decisions")
                    && !relative.startsWith("internals")) {
                assertThat(index).contains("(" + relative + ")");
            }
        }
    }
}
