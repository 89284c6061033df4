package io.rondo.perf.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs every jcstress test for a short time; perf/README.md describes a long run. */
@Order(1)
class StressTest {
    private static final List<String> SHORT = List.of("-m", "quick", "-sc", "false", "-iters", "4", "-time", "100",
            "-pth", "false");
    /** One JVM per test, with C2 alone: it reorders more than C1, and it compiles the actors before the first sample. */
    private static final List<String> COMPILED = List.of("-jvmArgs",
            "--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:-TieredCompilation");
    /** Tests of package-private classes are in the package of these classes. */
    private static final String TESTS = "io\\.rondo\\..*Stress";
    private static final Pattern RESULTS = Pattern
            .compile("Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs");

    @Test
    @Timeout(450)
    void noForbiddenOutcomeIsSeen(@TempDir Path directory) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        int exit = run(directory, log);
        String output = Files.readString(log);
        Matcher results = RESULTS.matcher(output);
        String last = null;
        int planned = 0;
        int passed = 0;
        while (results.find()) {
            last = results.group();
            planned = Integer.parseInt(results.group(1));
            passed = Integer.parseInt(results.group(2));
        }
        assertThat(exit).as(output).isZero();
        assertThat(planned).as("tests that ran: %s", output).isPositive();
        assertThat(passed).as("%s%n%s", last, output).isEqualTo(planned);
    }

    /** With jcstress at the beginning: its many JVMs open no other jar to find its classes. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .sorted(Comparator.comparing(entry -> !entry.contains("jcstress-core")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static int run(Path directory, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath(),
                "org.openjdk.jcstress.Main", "-t", TESTS);
        builder.command().addAll(SHORT);
        builder.command().addAll(COMPILED);
        Process process = builder.directory(directory.toFile()).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(20, TimeUnit.MINUTES)).as("jcstress ends").isTrue();
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
