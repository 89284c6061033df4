package io.rondo.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the README as they are typed, in their order, and compares what they print. A script in the place
 * of the launcher starts the classes under test. In the README, {@code ...} at the end of a line stands for its rest, and
 * alone on a line for any number of lines.
 */
class ReadmeCommandsTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize()
            .getParent();
    private static final Pattern CONSOLE = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final String PROMPT = "$ ";
    private static final String REST = "...";
    private static final int WATCHDOG_SECONDS = 300;

    @TempDir
    private Path directory;

    private record Command(String line, List<String> output) {}

    @BeforeEach
    void createLauncher() throws IOException {
        Path launcher = directory.resolve("rondo");
        Files.writeString(launcher, "#!/bin/sh\n"
                + "# The demo is shortened.\n"
                + "[ \"$1\" != demo ] || set -- demo --orders 20000\n"
                + "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' '@"
                + ROOT.resolve("config/jvm.options") + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' " + Main.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void everyCommandPrintsWhatTheReadmeShows() throws Exception {
        List<Command> commands = commands();
        assertThat(commands).hasSizeGreaterThan(4);
        for (Command command : commands) {
            List<String> output = run(command.line);
            assertThat(matches(output, command.output)).as("%s prints %s", command, output).isTrue();
        }
    }

    @Test
    void theDemoLosesNoMessage() throws Exception {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("./rondo demo ");

        assertThat(run("./rondo demo").getLast()).endsWith("lost 0");
    }

    private static List<Command> commands() throws IOException {
        List<Command> commands = new ArrayList<>();
        CONSOLE.matcher(Files.readString(ROOT.resolve("README.md"))).results()
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
        assertThat(expected).as("every command of the README prints something").isNotEmpty();
        boolean open = expected.getLast().equals(REST);
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

    /** Runs a line in a shell; returns the lines of its standard output. */
    private List<String> run(String line) throws Exception {
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("RONDO") || name.contains("JAVA"));
        builder.environment().put("RONDO_DIR", directory.resolve("channels").toString());
        Process process = builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS)).as(line + " ends").isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as("%s: %s", line, Files.readString(errors)).isZero();
        return Files.readAllLines(output);
    }
}
