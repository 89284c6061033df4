package io.rondo.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.support.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands in the {@code console} blocks of a document as they are typed, in one shell, and compares what they
 * print. A script in the place of the launcher starts the classes under test. In a document, {@code ...} at the end of a
 * line stands for its rest, and alone on a line for any number of lines.
 */
@Order(1)
class ConsoleExamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize()
            .getParent();
    private static final Pattern CONSOLE = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final String PROMPT = "$ ";
    private static final String REST = "...";
    /** Begins the line that the shell prints after each command, with the exit code. */
    private static final String END = "end of command: ";
    private static final int WATCHDOG_SECONDS = 300;

    @TempDir
    private Path directory;

    /** What a document shows of a command. */
    private record Command(String line, List<String> output) {}

    /** What a command did. */
    private record Result(List<String> output, String code) {}

    @BeforeEach
    void createLauncher() throws Exception {
        Path launcher = directory.resolve("rondo");
        Files.writeString(launcher, "#!/bin/sh\n"
                + "# The demo is shortened.\n"
                + "[ \"$1\" != demo ] || set -- demo --orders 20000\n"
                + "exec " + Installation.command().stream().map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" "))
                + " \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }

    static List<Path> documents() throws IOException {
        List<Path> found = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".md")).sorted().toList()) {
                if (CONSOLE.matcher(Files.readString(file)).find()) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyCommandPrintsWhatTheDocumentShows(Path document) throws Exception {
        List<Command> commands = commands(document);
        assertThat(commands).hasSizeGreaterThan(4);

        List<Result> results = run(commands.stream().map(Command::line).toList());

        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            assertThat(matches(results.get(i).output, command.output)).as("%s prints %s", command, results.get(i))
                    .isTrue();
        }
    }

    @Test
    void theDemoLosesNoMessage() throws Exception {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("./rondo demo ");

        assertThat(run(List.of("./rondo demo")).getFirst().output.getLast()).endsWith("lost 0");
    }

    private static List<Command> commands(Path document) throws IOException {
        List<Command> commands = new ArrayList<>();
        CONSOLE.matcher(Files.readString(document)).results()
                .flatMap(block -> block.group(1).lines()).forEach(line -> {
                    if (line.startsWith(PROMPT)) {
                        commands.add(new Command(line.substring(PROMPT.length()), new ArrayList<>()));
                    } else {
                        commands.getLast().output.add(line);
                    }
                });
        return commands;
    }

    private static boolean matches(List<String> output, List<String> expected) {
        boolean open = !expected.isEmpty() && expected.getLast().equals(REST);
        int lines = open ? expected.size() - 1 : expected.size();
        if (open ? output.size() <= lines : output.size() != lines) {
            return false;
        }
        for (int i = 0; i < lines; i++) {
            String line = expected.get(i);
            boolean same = line.endsWith(REST)
                    ? output.get(i).startsWith(line.substring(0, line.length() - REST.length()))
                    : output.get(i).equals(line);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** Runs lines in a shell, and requires that each succeeds. */
    private List<Result> run(List<String> lines) throws Exception {
        Path script = Files.writeString(directory.resolve("script"),
                lines.stream().map(line -> line + "\necho \"" + END + "$?\"\n").collect(Collectors.joining()));
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString()).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("RONDO") || name.contains("JAVA"));
        builder.environment().put("RONDO_DIR", directory.resolve("channels").toString());
        Process process = builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS)).as("%s end", lines).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        List<Result> results = results(Files.readAllLines(output));
        assertThat(results).as(Files.readString(errors)).hasSameSizeAs(lines)
                .allSatisfy(result -> assertThat(result.code).as("%s: %s", result, Files.readString(errors))
                        .isEqualTo("0"));
        return results;
    }

    private static List<Result> results(List<String> output) {
        List<Result> results = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String line : output) {
            if (line.startsWith(END)) {
                results.add(new Result(List.copyOf(lines), line.substring(END.length())));
                lines.clear();
            } else {
                lines.add(line);
            }
        }
        return results;
    }
}
