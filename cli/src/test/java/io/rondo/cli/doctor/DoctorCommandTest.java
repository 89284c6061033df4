package io.rondo.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
    @TempDir
    private Path directory;

    private List<JsonObject> checks(int expectedCode) {
        return checks(directory, expectedCode);
    }

    private static List<JsonObject> checks(Path directory, int expectedCode) {
        return checks(RondoConfig.builder().directory(directory).build(), expectedCode);
    }

    private static List<JsonObject> checks(RondoConfig config, int expectedCode) {
        CommandLineRun line = new CommandLineRun(config);
        int code = line.run("doctor", "--json");
        assertThat(code).as(line.out()).isEqualTo(expectedCode);
        assertThat(line.errors()).isEmpty();
        return JsonParser.parseString(line.out()).getAsJsonArray().asList().stream().map(JsonElement::getAsJsonObject)
                .toList();
    }

    @Test
    void findsNoFailureOnAMachineThatRunsTheseTests() {
        List<JsonObject> checks = checks(ExitCode.OK);
        assertThat(checks).extracting(check -> check.get("check").getAsString())
                // Looked at only where the directory's files are kept in memory.
                .filteredOn(name -> !name.equals("memory")).containsExactly("java", "platform",
                        "native access", "cores", "futex", "membarrier", "futex_waitv", "pid",
                        "uid map",
                        "seccomp", "read-only", "directory", "file locks", "fallocate", "space",
                        "capacity", "/dev/shm",
                        "sockets", "socket I/O", "descriptors",
                        "transport");
        assertThat(checks).allSatisfy(check -> {
            assertThat(check.keySet()).startsWith("check", "status", "finding", "meaning");
            assertThat(check.get("status").getAsString()).isIn("ok", "warn");
            assertThat(check.has("remedy")).isEqualTo(check.get("status").getAsString().equals("warn"));
        });
        assertThat(directory).isEmptyDirectory();
    }

    private String text(String... arguments) {
        CommandLineRun line = new CommandLineRun(directory);
        assertThat(line.run(arguments)).isEqualTo(ExitCode.OK);
        assertThat(line.errors()).isEmpty();
        return line.out();
    }

    @Test
    void printsOneLinePerGroupAndASummary() {
        List<String> lines = text("doctor").lines().filter(line -> !line.startsWith(" ")).toList();
        assertThat(lines).hasSize(Group.values().length + 1);
        assertThat(lines.subList(0, Group.values().length)).allMatch(line -> line.matches("(ok  |warn)  \\w.*"));
        assertThat(lines.get(1))
                .isEqualTo("ok    kernel         futex, membarrier, futex_waitv, fallocate");
        assertThat(lines.getLast()).matches("(all \\d+ checks passed|\\d+ checks: 0 failed, \\d warnings?)"
                + "; details: rondo doctor -v");
    }

    @Test
    void printsEveryCheckWhenAskedTo() {
        List<JsonObject> checks = checks(ExitCode.OK);
        assertThat(text("doctor", "--verbose").lines()
                .filter(line -> line.matches(" {6}(ok  |warn)  .*: .*"))).hasSameSizeAs(checks);
    }

    @Test
    void aCheckWithAWarningIsPrintedWithItsRemedyInYellow() {
        Terminal terminal = new Terminal(true, true, true, 80, 24, true);
        Check warning = Check.warn("cores", "1", "a meaning", "a remedy");
        assertThat(new DoctorText(terminal, false).of(List.of(Check.ok("java", "25", "fits"), warning))).isEqualTo("""
                \033[33mwarn  machine        java, cores\033[0m
                \033[33m      warn  cores          1: a meaning\033[0m
                                           remedy: a remedy
                \033[33m2 checks: 0 failed, 1 warning\033[0m; details: rondo doctor -v
                """);
        assertThat(new DoctorText(terminal, true).of(List.of(Check.ok("java", "25", "fits")))).isEqualTo("""
                \033[32mok    machine        java\033[0m
                \033[32m      ok    java           25: fits\033[0m
                \033[32mall 1 checks passed\033[0m
                """);
    }

    @Test
    void aDirectoryThatIsNotThereIsNotMade() {
        Path missing = directory.resolve("missing");
        CommandLineRun line = new CommandLineRun(missing);
        assertThat(line.run("doctor", "-v")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).contains("ok    directory      " + missing + " does not exist yet")
                .contains("file locks");
        assertThat(directory).isEmptyDirectory();
    }

    /** The only failure besides the last check, which summarises the others. */
    private static JsonObject onlyFailure(List<JsonObject> checks) {
        List<JsonObject> failures = checks.subList(0, checks.size() - 1).stream()
                .filter(check -> check.get("status").getAsString().equals("fail")).toList();
        assertThat(failures).hasSize(1);
        return failures.getFirst();
    }

    private static JsonObject check(List<JsonObject> checks, String name) {
        return checks.stream().filter(check -> check.get("check").getAsString().equals(name)).findFirst().orElseThrow();
    }

    /** Not even root can make files in these. */
    @ParameterizedTest
    @CsvSource({"/proc, takes no files", "/sys, cannot create"})
    void aDirectoryThatTakesNoFilesIsToBlameAndNotItsFileSystemsLocks(Path taken, String reason) {
        assumeTrue(Files.isDirectory(taken), taken + " is not mounted");
        List<JsonObject> checks = checks(taken, ExitCode.FAILED);
        JsonObject failure = onlyFailure(checks);
        assertThat(failure.get("check").getAsString()).isEqualTo("directory");
        assertThat(failure.get("finding").getAsString()).contains(taken.toString(), reason)
                .doesNotContain("its owner");
        assertThat(failure.get("meaning").getAsString()).isEqualTo("no channel can be created there");
        assertThat(failure.get("remedy").getAsString()).contains("RONDO_DIR");
        assertThat(checks).extracting(check -> check.get("check").getAsString()).doesNotContain("file locks", "space");
    }

    @Test
    void aReadOnlyFileSystemIsNamed() throws Exception {
        onFileSystem("ro,size=8m", mounted -> {
            JsonObject failure = onlyFailure(checks(mounted, ExitCode.FAILED));
            assertThat(failure.get("check").getAsString()).isEqualTo("directory");
            assertThat(failure.get("finding").getAsString()).contains(mounted.toString(), "Read-only");
        });
    }

    @Test
    void aFileSystemTooSmallForAChannelIsReportedWithNeededAndFreeSpace() throws Exception {
        onFileSystem("size=512k", mounted -> {
            JsonObject failure = onlyFailure(checks(mounted, ExitCode.FAILED));
            assertThat(failure.get("check").getAsString()).isEqualTo("space");
            assertThat(failure.get("finding").getAsString()).isEqualTo(mounted + ": tmpfs of 512 KiB, 0 KiB used");
            assertThat(failure.get("meaning").getAsString())
                    .isEqualTo("a channel of default size needs 1088 KiB, and 512 KiB are free");
            assertThat(failure.get("remedy").getAsString()).contains("enlarge", "RONDO_DIR", "--capacity")
                    .doesNotContain("clean");
        });
    }

    @Test
    void aFullFileSystemIsToBeCleaned() throws Exception {
        onFileSystem("size=8m", mounted -> {
            Files.write(mounted.resolve("full"), new byte[7_800 << 10]);
            JsonObject failure = onlyFailure(checks(mounted, ExitCode.FAILED));
            assertThat(failure.get("finding").getAsString()).contains("tmpfs of 8192 KiB, 7800 KiB used");
            assertThat(failure.get("meaning").getAsString()).endsWith("and 392 KiB are free");
            assertThat(failure.get("remedy").getAsString()).contains("rondo clean", "enlarge");
        });
    }

    @Test
    void theControlGroupsMemoryLimitIsLookedAtWhereChannelsAreKeptInMemory() throws Exception {
        onFileSystem("size=8m", mounted -> {
            JsonObject memory = check(checks(mounted, ExitCode.OK), "memory");
            assertThat(memory.get("finding").getAsString()).matches("no control group limits it|/.* are free");
        });
    }

    /** The kernel reports one without a limit as one of size 0. */
    @Test
    void aFileSystemWithoutALimitIsNotTooSmall() throws Exception {
        onFileSystem("size=0", mounted -> {
            JsonObject space = check(checks(mounted, ExitCode.OK), "space");
            assertThat(space.get("status").getAsString()).isEqualTo("ok");
            assertThat(space.get("finding").getAsString()).isEqualTo(mounted + ": tmpfs without a limit of its size");
        });
    }

    @Test
    void theDefaultCapacityFollowsFromTheSizeOfTheFileSystem() throws Exception {
        onFileSystem("size=64m", mounted -> assertThat(check(checks(mounted, ExitCode.OK), "capacity")
                .get("finding").getAsString()).isEqualTo("1 MiB"));
    }

    private interface Action {
        void on(Path directory) throws Exception;
    }

    private void onFileSystem(String options, Action action) throws Exception {
        Path mounted = Files.createDirectory(directory.resolve("mounted"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", options + ",mode=0700", "tmpfs", mounted.toString()) == 0,
                "mount needs root and is not allowed everywhere");
        try {
            action.on(mounted);
        } finally {
            assertThat(run("umount", "-l", mounted.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }

    @Test
    void withoutSharedMemoryTheTransportIsSockets() {
        JsonObject transport = check(checks(elsewhere(Transport.AUTO), ExitCode.FAILED), "transport");
        assertThat(transport.get("status").getAsString()).isEqualTo("warn");
        assertThat(transport.get("finding").getAsString()).isEqualTo("auto");
        assertThat(transport.get("meaning").getAsString()).startsWith("sockets are used");
        JsonObject socket = check(checks(elsewhere(Transport.SOCKET), ExitCode.FAILED), "transport");
        assertThat(socket.get("meaning").getAsString()).isEqualTo("sockets are used alone");
        JsonObject none = check(checks(elsewhere(Transport.SHM), ExitCode.FAILED), "transport");
        assertThat(none.get("status").getAsString()).isEqualTo("fail");
        assertThat(none.get("remedy").getAsString()).contains("RONDO_TRANSPORT=auto");
    }

    @Test
    void byDescriptorAnOwnerNeedsADirectoryAndBothSidesNeedSockets() throws IOException {
        RondoConfig.Builder settings = RondoConfig.builder().transport(Transport.SHM_DESCRIPTOR);
        JsonObject both = check(checks(settings.directory(directory).build(), ExitCode.OK), "transport");
        assertThat(both.get("status").getAsString()).isEqualTo("ok");
        assertThat(both.get("finding").getAsString()).isEqualTo("shm-descriptor");
        JsonObject peer = check(checks(elsewhere(Transport.SHM_DESCRIPTOR), ExitCode.FAILED), "transport");
        assertThat(peer.get("status").getAsString()).isEqualTo("warn");
        assertThat(peer.get("meaning").getAsString()).startsWith("a peer can use");
        Path file = Files.createFile(directory.resolve("file"));
        JsonObject none = check(checks(settings.socketDirectory(file).build(), ExitCode.FAILED), "transport");
        assertThat(none.get("status").getAsString()).isEqualTo("fail");
        assertThat(none.get("meaning").getAsString()).isEqualTo("no channel can be used");
    }

    @Test
    void socketsOfTheJdkCannotPassDescriptors() {
        RondoConfig config = RondoConfig.builder().directory(directory).socketIo(SocketIo.NIO).build();
        JsonObject check = check(checks(config, ExitCode.OK), "descriptors");
        assertThat(check.get("status").getAsString()).isEqualTo("warn");
        assertThat(check.get("remedy").getAsString()).contains("RONDO_SOCKET_IO");
    }

    private RondoConfig elsewhere(Transport transport) {
        return RondoConfig.builder().directory(directory.resolve("no/such/place")).socketDirectory(directory)
                .transport(transport).build();
    }

    @Test
    void aLongDirectoryLeavesLittleRoomForTheNamesOfSockets() throws IOException {
        Path deep = directory.resolve("d".repeat(94 - directory.toString().length()));
        Files.createDirectory(deep, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        JsonObject sockets = check(checks(deep, ExitCode.OK), "sockets");
        assertThat(sockets.get("status").getAsString()).isEqualTo("warn");
        assertThat(sockets.get("meaning").getAsString()).contains("107 bytes", "up to 6 characters");
        assertThat(sockets.get("remedy").getAsString()).contains("RONDO_SOCKET_DIR");
    }

    @Test
    void aDirectoryOpenToTheWorldIsAFailureWithItsRemedy() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(onlyFailure(checks(ExitCode.FAILED))).satisfies(check -> {
            assertThat(check.get("check").getAsString()).isEqualTo("directory");
            assertThat(check.get("finding").getAsString()).contains(directory.toString(), "mode 0777", "chmod");
            assertThat(check.get("remedy").getAsString()).contains("RONDO_DIR");
        });
        CommandLineRun line = new CommandLineRun(directory);
        assertThat(line.run("doctor")).isEqualTo(ExitCode.FAILED);
        assertThat(line.out()).contains("fail  directory").contains("remedy: ");
    }
}
