package io.rondo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the {@code bash} blocks of the document about containers, with the image of the tests. */
@ContainerTest
class ContainersDocumentTest {
    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
    private static final String LABEL = "--label '" + RondoImage.LABEL + "=" + RondoImage.LABEL_VALUE + "' ";
    private static final String NAMES = "rondo-test-" + ProcessHandle.current().pid() + "-";

    static Stream<String> blocks() throws Exception {
        return BLOCK.matcher(Files.readString(ProjectFiles.ROOT.resolve("docs/containers.md"))).results()
                .map(block -> block.group(1));
    }

    /** Gives containers and volumes names of this run, and the label that {@code .ci/docker stop} looks for. */
    private static String isolated(String block) {
        return block.replaceAll("\\brondo-(?=consumer|channels|sockets)", Matcher.quoteReplacement(NAMES))
                .replace("docker run ", "docker run " + LABEL)
                .replace("volume create ", "volume create " + LABEL)
                .replaceAll(" rondo (?=sub|pub)", " " + Matcher.quoteReplacement(RondoImage.name()) + " ")
                // The consumer prints a moment after the producer has ended.
                .replaceAll("(?m)^docker logs (.*)$",
                        "for i in \\$(seq 600); do docker logs $1 2>/dev/null | grep . && break; sleep 0.1; done");
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void eachExampleDeliversItsMessage(String block) throws Exception {
        DockerCommand.Result result = DockerCommand.run(Map.of(), List.of("bash", "-ec", isolated(block)));
        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output().lines()).contains("hello");
    }
}
