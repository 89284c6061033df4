package io.rondo.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.os.ProcessNamespaces;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerChecksTest {
    @TempDir
    private Path directory;

    @Test
    void aProcessOfTheHostHasNoRestriction() {
        assertThat(ContainerChecks.namespaces(new ProcessNamespaces("0 0 4294967295", 4711, 0)))
                .allMatch(check -> check.status() == Check.Status.OK && check.group() == Group.CONTAINER)
                .extracting(Check::finding).containsExactly("4711", "uids are those of the host", "no filter");
    }

    @Test
    void theFirstProcessOfAPidNamespaceIsNamed() {
        assertThat(ContainerChecks.namespaces(new ProcessNamespaces("0 0 4294967295", 1, 2)))
                .extracting(Check::finding)
                .containsExactly("1, in a PID namespace of its own", "uids are those of the host",
                        "a filter is active");
    }

    @Test
    void aUserNamespaceIsAWarningWithItsMapAndRemedy() {
        Check check = ContainerChecks.namespaces(new ProcessNamespaces("0 100000 65536", 1, 2)).get(1);
        assertThat(check.status()).isEqualTo(Check.Status.WARN);
        assertThat(check.finding()).isEqualTo("0 100000 65536");
        assertThat(check.remedy()).contains("--userns", "RONDO_DIR_UID", "allowUid");
    }

    @Test
    void aDirectoryOfChannelsThatTakesNoFilesIsAWarning() {
        Path missing = directory.resolve("missing");
        Check check = ContainerChecks.readOnly(List.of(directory, missing), directory);
        assertThat(check.status()).isEqualTo(Check.Status.WARN);
        assertThat(check.finding()).isEqualTo(missing.toString());
        assertThat(check.remedy()).contains("--tmpfs", "RONDO_SOCKET_DIR");
        Check temporary = ContainerChecks.readOnly(List.of(directory), missing);
        assertThat(temporary.status()).isEqualTo(Check.Status.OK);
        assertThat(temporary.finding()).isEqualTo(missing.toString());
    }
}
