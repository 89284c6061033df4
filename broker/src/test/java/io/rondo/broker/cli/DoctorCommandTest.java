package io.rondo.broker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    private Path directory;

    private List<JsonObject> checks(int expectedCode) {
        CommandLineRun line = new CommandLineRun(directory);
        assertThat(line.run("doctor", "--json")).as(line.out()).isEqualTo(expectedCode);
        assertThat(line.errors()).isEmpty();
        return JsonParser.parseString(line.out()).getAsJsonArray().asList().stream().map(JsonElement::getAsJsonObject)
                .toList();
    }

    @Test
    void findsAMachineThatRunsTheseTestsFit() {
        List<JsonObject> checks = checks(ExitCode.OK);
        assertThat(checks).extracting(check -> check.get("check").getAsString()).containsExactly("java", "platform",
                "native access", "cores", "futex", "membarrier", "directory", "file locks", "space", "/dev/shm");
        assertThat(checks).allSatisfy(check -> {
            assertThat(check.keySet()).startsWith("check", "status", "finding", "meaning");
            assertThat(check.get("status").getAsString()).isIn("ok", "warn");
            assertThat(check.has("remedy")).isEqualTo(check.get("status").getAsString().equals("warn"));
        });
        assertThat(directory).isEmptyDirectory();
        CommandLineRun line = new CommandLineRun(directory);
        assertThat(line.run("doctor")).isEqualTo(ExitCode.OK);
        assertThat(line.out().lines()).hasSameSizeAs(checks).allMatch(text -> text.matches("(ok  |warn)  .*; .*"));
    }

    @Test
    void aDirectoryThatIsNotThereIsNotMade() {
        Path missing = directory.resolve("missing");
        CommandLineRun line = new CommandLineRun(missing);
        assertThat(line.run("doctor")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).contains("ok    directory      " + missing + " is not there yet").contains("file locks");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDirectoryOpenToTheWorldIsAFailureWithItsRemedy() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(checks(ExitCode.FAILED)).filteredOn(check -> check.get("status").getAsString().equals("fail"))
                .singleElement().satisfies(check -> {
                    assertThat(check.get("check").getAsString()).isEqualTo("directory");
                    assertThat(check.get("finding").getAsString()).contains(directory.toString(), "mode 0777", "chmod");
                    assertThat(check.get("remedy").getAsString()).contains("RONDO_DIR");
                });
        CommandLineRun line = new CommandLineRun(directory);
        assertThat(line.run("doctor")).isEqualTo(ExitCode.FAILED);
        assertThat(line.out()).contains("fail  directory").contains("; to do: ");
    }
}
