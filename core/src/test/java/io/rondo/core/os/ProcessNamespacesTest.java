package io.rondo.core.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessNamespacesTest {
    @TempDir
    private Path process;

    @Test
    void theMapOfUidsAndTheFilterAreRead() throws IOException {
        Files.writeString(process.resolve("uid_map"), "         0     100000      65536\n");
        Files.writeString(process.resolve("status"), "Name:\tjava\nSeccomp:\t2\nSeccomp_filters:\t1\n");
        assertThat(ProcessNamespaces.under(process, 1)).isEqualTo(new ProcessNamespaces("0 100000 65536", 1, 2))
                .matches(ProcessNamespaces::mapsUids);
        Files.writeString(process.resolve("uid_map"), "         0          0 4294967295\n");
        assertThat(ProcessNamespaces.under(process, 1).mapsUids()).isFalse();
    }

    @Test
    void filesThatCannotBeReadLeaveTheStateUnknown() {
        assertThat(ProcessNamespaces.under(process, 7)).isEqualTo(new ProcessNamespaces(null, 7, -1));
    }
}
