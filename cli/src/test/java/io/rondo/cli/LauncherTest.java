package io.rondo.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.cli.support.Installation;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the script in copies of the project, where it builds nothing real. */
@Order(1)
class LauncherTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize()
            .getParent();
    private static final List<String> TOOLS = List.of("bash", "env", "find", "grep", "head", "mkdir", "mktemp", "mv",
            "readlink",
            "rm", "cat", "sleep", "cp", "tee");

    @TempDir
    private Path temporary;
    private Path tools;

    private record Outcome(int code, String out, String errors) {}

    @BeforeEach
    void collectTools() throws IOException {
        tools = Files.createDirectory(temporary.resolve("tools"));
        for (String tool : TOOLS) {
            link(tool);
        }
    }

    private void link(String tool) throws IOException {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            Path file = Path.of(directory, tool);
            if (Files.isExecutable(file)) {
                wrapper(tools.resolve(tool), file);
                return;
            }
        }
        assumeTrue(false, () -> "skipped: there is no " + tool + " on the PATH");
    }

    private ProcessBuilder command(Path script, String javaHome, String... args) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(script.toString()), Stream.of(args)).toList());
        Map<String, String> environment = builder.environment();
        environment.keySet()
                .removeIf(name -> name.startsWith("RONDO") || name.startsWith("JAVA") || name.startsWith("JDK"));
        environment.put("PATH", tools.toString());
        environment.put("JAVA_HOME", javaHome);
        environment.put("RONDO_JVM_DIR", temporary.resolve("no-jvms").toString());
        environment.put("TMPDIR", temporary.toString());
        Path elsewhere = Files.createTempDirectory(temporary, "else where");
        return builder.directory(elsewhere.toFile());
    }

    private Outcome run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile(temporary, "out", "");
        Path errors = Files.createTempFile(temporary, "errors", "");
        Process process = builder.redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        return new Outcome(process.waitFor(), Files.readString(out), Files.readString(errors));
    }

    /** Creates a distribution with its class cache, without which each command takes a second longer to start. */
    private Path distribution() throws Exception {
        Path home = Files.createDirectories(temporary.resolve("a distribution"));
        Path library = Files.createDirectory(home.resolve("lib"));
        try (Stream<Path> jars = Files.list(Installation.library())) {
            for (Path jar : jars.toList()) {
                Files.createSymbolicLink(library.resolve(jar.getFileName()), jar);
            }
        }
        Files.createSymbolicLink(library.resolve("rondo.aot"), Installation.cache());
        copy("config/jvm.options", home);
        Path script = Files.createDirectory(home.resolve("bin")).resolve("rondo");
        return Files.copy(ROOT.resolve("rondo"), script);
    }

    /** Creates a checkout with empty sources. */
    private Path checkout() throws IOException {
        Path home = Files.createDirectories(temporary.resolve("a checkout"));
        for (String module : List.of("codecs", "core", "client", "broker", "examples", "cli")) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            Files.createFile(home.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(home.resolve("pom.xml"));
        copy("config/jvm.options", home);
        copy("config/reference.conf", home);
        return Files.copy(ROOT.resolve("rondo"), home.resolve("rondo"));
    }

    private void fakeMaven() throws IOException {
        script(tools.resolve("mvn"), "echo build >>'" + temporary.resolve("builds") + "'; cp -r '"
                + Installation.library() + "' cli/target/lib");
    }

    /** Creates a checkout with perf, and a Maven that records its arguments and builds a main class that prints its own. */
    private Path checkoutWithPerf() throws IOException {
        Path script = checkout();
        Path perf = Files.createDirectories(script.resolveSibling("perf/src/main")).getParent().getParent();
        Files.createFile(perf.resolve("pom.xml"));
        Path source = Files.writeString(temporary.resolve("Perf.java"),
                "package io.rondo.perf; class Perf { public static void main(String[] a) { System.out.println(String.join(\" \", a)); } }");
        Path classes = temporary.resolve("classes");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(),
                source.toString())).isZero();
        Path library = Files.createFile(temporary.resolve("library.jar"));
        script(tools.resolve("mvn"), "echo \"$*\" >>'" + temporary.resolve("builds") + "'\n"
                + "[ -e cli/target/lib ] || cp -r '" + Installation.library() + "' cli/target/lib\n"
                + "[ ! -e perf/target ] || { cp -r '" + classes + "' perf/target; printf %s '" + library
                + "' >perf/target/classpath; }");
        return script;
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(temporary.resolve("builds"));
    }

    private static void copy(String file, Path home) throws IOException {
        Path target = home.resolve(file);
        Files.createDirectories(target.getParent());
        Files.copy(ROOT.resolve(file), target);
    }

    private static void wrapper(Path file, Path program) throws IOException {
        script(file, "exec '" + program + "' \"$@\"");
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path oldJava(boolean release) throws IOException {
        Path home = temporary.resolve("old jdk");
        Files.createDirectories(home.resolve("bin"));
        script(home.resolve("bin/java"), "echo 'openjdk version \"17.0.15\" 2025-04-15' >&2");
        if (release) {
            Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"17.0.15\"");
        }
        return home;
    }

    /**
     * A JDK that prints the arguments of {@code rondo} instead of running it, and writes empty class caches: running it takes
     * a second, and making a cache several.
     */
    private String printingJava() throws IOException {
        Path home = temporary.resolve("printing jdk");
        if (!Files.exists(home)) {
            Files.createDirectories(home.resolve("bin"));
            script(home.resolve("bin/java"), """
                    for argument; do
                      case $argument in -XX:AOTCacheOutput=*)
                        : >"${argument#*=}"
                        exit 0 ;;
                      esac
                    done
                    case "$*" in *' io.rondo.cli.Main '*)
                      printf 'rondo %%s\\n' "${*##* io.rondo.cli.Main }"
                      exit 0 ;;
                    esac
                    exec '%s/bin/java' "$@\"""".formatted(goodJava()));
            Files.copy(Path.of(goodJava(), "release"), home.resolve("release"));
        }
        return home.toString();
    }

    private static String goodJava() {
        return System.getProperty("java.home");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJdkThatIsTooOldIsNamedWithTheRemedy(boolean release) throws Exception {
        Path old = oldJava(release);
        ProcessBuilder builder = command(distribution(), old.toString(), "--help");
        builder.environment().put("RONDO_JVM_DIR", old.getParent().toString());
        Outcome outcome = run(builder);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.errors()).startsWith("rondo: needs JDK 25 or later and found Java 17 in ")
                .contains("old jdk", "JAVA_HOME").containsOnlyOnce("Java 17")
                .hasLineCount(1);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void aMissingJdkIsReported() throws Exception {
        Outcome outcome = run(command(distribution(), "", "--help"));
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.errors()).contains("found no JDK at all").hasLineCount(1);
    }

    @Test
    void aJdkAmongTheInstalledOnesOrOnThePathIsFound() throws Exception {
        Path script = distribution();
        Path java = Path.of(goodJava(), "bin", "java");
        Path installed = temporary.resolve("jvms");
        wrapper(Files.createDirectories(installed.resolve("jdk/bin")).resolve("java"), java);
        ProcessBuilder among = command(script, oldJava(true).toString(), "--version");
        among.environment().put("RONDO_JVM_DIR", installed.toString());
        assertThat(run(among)).isEqualTo(new Outcome(0, "rondo (not packaged)\n", ""));

        wrapper(tools.resolve("java"), java);
        assertThat(run(command(script, "", "--version"))).isEqualTo(new Outcome(0, "rondo (not packaged)\n", ""));
    }

    @Test
    void runsFromAnyDirectoryThroughLinksAndKeepsTheExitCode() throws Exception {
        Path script = distribution();
        Path link = Files.createSymbolicLink(temporary.resolve("link"), script);
        Path linkToLink = Files.createSymbolicLink(temporary.resolve("link to link"), link.getFileName());
        Outcome help = run(command(linkToLink, goodJava(), "--help"));
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Commands:");
        assertThat(help.errors()).isEmpty();
        Outcome unknown = run(command(linkToLink, goodJava(), "frobnicate"));
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.errors()).startsWith("rondo: unknown command 'frobnicate'").hasLineCount(1);
        assertThat(unknown.out()).isEmpty();
    }

    @Test
    void relativeFilesAreThoseOfTheCallersDirectoryAndJvmOptionsArePassedOn() throws Exception {
        ProcessBuilder builder = command(distribution(), goodJava(), "pub", "x", "no such file");
        builder.environment().put("RONDO_JAVA_OPTS", "-Drondo.transport=pigeon -Xmx64m");
        Outcome outcome = run(builder);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.errors()).isEqualTo("rondo: no such file: no such file: check the path\n");
        Files.createFile(builder.directory().toPath().resolve("no such file"));
        assertThat(run(builder).errors()).startsWith("rondo: rondo.transport").contains("'pigeon'").hasLineCount(1);
    }

    @Test
    void aJvmThatDoesNotStartReportsThatOnStandardError() throws Exception {
        ProcessBuilder builder = command(distribution(), goodJava(), "--help");
        builder.environment().put("RONDO_JAVA_OPTS", "-Xms64m -Xmx16m");
        Outcome outcome = run(builder);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.errors()).contains("Error occurred during initialization of VM");
    }

    @Test
    void aWorkingDirectoryThatWasRemovedIsNamed() throws Exception {
        ProcessBuilder builder = command(distribution(), goodJava(), "--help");
        builder.command("/bin/sh", "-c", "mkdir gone && cd gone && /bin/rmdir ../gone && exec \"$0\" --help",
                builder.command().getFirst());
        Outcome outcome = run(builder);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.errors()).contains("rondo: the working directory was removed").doesNotContain("\tat ");
    }

    @Test
    void closedDescriptorsAreNotGivenToFilesOfTheJvm() throws Exception {
        Path script = distribution();
        ProcessBuilder builder = command(script, goodJava());
        builder.environment().put("RONDO_DIR", Files.createDirectory(temporary.resolve("channels")).toString());
        builder.command("/bin/sh", "-c", "echo one | \"$0\" pub x && \"$0\" pub x <&- && \"$0\" sub x >&-",
                script.toString());
        assertThat(run(builder)).isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void aBuildWithoutMavenIsRefusedWithTheRemedy() throws Exception {
        Outcome outcome = run(command(checkout(), goodJava(), "--help"));
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.errors()).startsWith("rondo: ").contains("no mvn on the PATH", "install Maven")
                .hasLineCount(1);
    }

    @Test
    void aBuildThatFailsShowsWhyAndIsTriedAgain() throws Exception {
        Path checkout = checkout();
        script(tools.resolve("mvn"), "echo '[ERROR] no disk'; exit 1");
        for (int i = 0; i < 2; i++) {
            Outcome outcome = run(command(checkout, goodJava(), "--help"));
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.errors()).contains("rondo: building", "[ERROR] no disk", "rondo: the build failed");
            assertThat(outcome.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoFirstUsesAtOnceBuildOnce(boolean withFlock) throws Exception {
        if (withFlock) {
            link("flock");
        }
        Path checkout = checkout();
        fakeMaven();
        Process first = command(checkout, printingJava(), "--help").redirectErrorStream(true).start();
        Process second = command(checkout, printingJava(), "--help").redirectErrorStream(true).start();
        for (Process process : List.of(first, second)) {
            try (OutputStream input = process.getOutputStream()) {
                input.flush();
            }
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output).endsWith("rondo --help\n");
        }
        assertThat(temporary.resolve("builds")).hasContent("build");
        Outcome later = run(command(checkout, printingJava(), "--version"));
        assertThat(later).isEqualTo(new Outcome(0, "rondo --version\n", ""));
        Files.createFile(checkout.resolveSibling("core/src/main/New.java"));
        assertThat(run(command(checkout, printingJava(), "--help")).code()).isZero();
        assertThat(temporary.resolve("builds")).hasContent("build\nbuild");
    }

    @Test
    void aBuildShowsTheModuleItBuilds() throws Exception {
        Path checkout = checkout();
        script(tools.resolve("mvn"), "echo '[INFO] Building Rondo command line 0.1.0-SNAPSHOT     [6/7]'; exit 1");
        Outcome outcome = run(command(checkout, goodJava(), "--help"));
        assertThat(outcome.errors()).contains("rondo: building command line (6 of 7)\n");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void theClassCacheIsMadeAgainWhenAJarChanged() throws Exception {
        Path checkout = checkout();
        fakeMaven();
        Path cache = checkout.resolveSibling("cli/target/rondo.aot");
        assertThat(run(command(checkout, printingJava(), "--version")).code()).isZero();
        assertThat(isCacheUsed(checkout)).isFalse();
        try (Stream<Path> jars = Files.list(checkout.resolveSibling("cli/target/lib"))) {
            Path jar = jars.findFirst().orElseThrow();
            Files.setLastModifiedTime(cache, FileTime.from(Instant.now().minusSeconds(1000)));
            Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(10)));
        }
        Outcome again = run(command(checkout, goodJava(), "--version"));
        assertThat(again.errors()).isEqualTo("rondo: preparing the class cache, because the jars changed\n");
        assertThat(isCacheUsed(checkout)).isTrue();
        assertThat(builds()).hasSize(1);
    }

    /** Without a cache of its own, the JVM opens that of the JDK. */
    private boolean isCacheUsed(Path checkout) throws Exception {
        ProcessBuilder builder = command(checkout, goodJava(), "--version");
        builder.environment().put("RONDO_JAVA_OPTS", "-Xlog:aot=info:stderr -XX:AOTMode=on");
        Outcome outcome = run(builder);
        Path cache = checkout.resolveSibling("cli/target/rondo.aot").toRealPath();
        return outcome.code() == 0 && outcome.errors().contains("Opened AOT cache " + cache);
    }

    @Test
    void perfIsBuiltWhenItIsAskedForAndServesTheOtherCommandsToo() throws Exception {
        Path checkout = checkoutWithPerf();
        assertThat(run(command(checkout, printingJava(), "--version")).code()).isZero();
        assertThat(run(command(checkout, printingJava(), "perf", "--quick", "a b")).out())
                .isEqualTo("--quick a b\n");
        assertThat(builds()).hasSize(2);
        assertThat(builds().getFirst()).contains("-pl cli");
        assertThat(builds().getLast()).contains("-pl perf");
        assertThat(run(command(checkout, printingJava(), "perf"))).isEqualTo(new Outcome(0, "\n", ""));
        assertThat(run(command(checkout, printingJava(), "--version")).code()).isZero();
        assertThat(builds()).hasSize(2);
    }

    @Test
    void perfIsBuiltAgainWhenItsSourcesOrSomethingItNeedsChangedOrIsGoneAndOthersAreNot() throws Exception {
        Path checkout = checkoutWithPerf();
        run(command(checkout, printingJava(), "perf"));
        Files.createFile(checkout.resolveSibling("perf/src/main/New.java"));
        assertThat(run(command(checkout, printingJava(), "--version")).code()).isZero();
        assertThat(builds()).hasSize(1);
        assertThat(run(command(checkout, printingJava(), "perf")).code()).isZero();
        assertThat(builds()).hasSize(2);
        Files.createFile(checkout.resolveSibling("core/src/main/New.java"));
        assertThat(run(command(checkout, printingJava(), "perf")).code()).isZero();
        assertThat(builds()).hasSize(3);
        Files.delete(temporary.resolve("library.jar"));
        assertThat(run(command(checkout, printingJava(), "perf")).code()).isZero();
        assertThat(builds()).hasSize(4);
    }

    @Test
    void aDistributionReportsThatPerfNeedsACheckout() throws Exception {
        Outcome outcome = run(command(distribution(), goodJava(), "perf", "--quick"));
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.errors()).startsWith("rondo: perf is not part of a distribution").contains("./rondo perf")
                .hasLineCount(1);
        assertThat(run(command(temporary.resolve("a distribution/bin/rondo"), goodJava(), "--help")).out())
                .containsPattern("perf +Measures Rondo");
    }
}
