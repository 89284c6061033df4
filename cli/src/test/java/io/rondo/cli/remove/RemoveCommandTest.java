package io.rondo.cli.remove;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.connect.ChannelRondo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoveCommandTest {
    @TempDir
    private Path directory;
    private ChannelRondo rondo;
    private CommandLineRun line;

    @BeforeEach
    void connect() {
        rondo = ChannelRondo.open(RondoConfig.builder().directory(directory).build());
        line = new CommandLineRun(directory);
    }

    @AfterEach
    void close() {
        rondo.close();
    }

    @Test
    void removesChannelsWithoutParticipants() {
        rondo.queue("a").publisher().close();
        rondo.queue("b").publisher().close();
        rondo.queue("c").publisher().close();
        assertThat(line.run("rm", "a", "c")).isEqualTo(ExitCode.OK);
        assertThat(directory).isDirectoryNotContaining("glob:**/[ac].ring").isDirectoryContaining("glob:**/b.ring");
        assertThat(line.errors()).isEmpty();
    }

    @Test
    void refusesWhileAParticipantLivesAndNamesIt() {
        try (Publisher publisher = rondo.queue("a").publisher()) {
            assertThat(line.run("rm", publisher.channel())).isEqualTo(ExitCode.FAILED);
        }
        assertThat(line.errors()).contains("channel a is in use by producer pid " + ProcessHandle.current().pid())
                .hasLineCount(1);
        assertThat(line.run("rm", "a")).isEqualTo(ExitCode.OK);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void goesOnAfterAChannelThatIsMissing() {
        rondo.queue("a").publisher().close();
        assertThat(line.run("rm", "nope", "a")).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors()).contains("there is no channel nope").hasLineCount(1);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void removesAFileThatIsNoSegment() throws IOException {
        Files.writeString(directory.resolve("junk.ring"), "junk");
        assertThat(line.run("rm", "junk")).isEqualTo(ExitCode.OK);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void removesNothingWhenANameIsWrong() {
        rondo.queue("a").publisher().close();
        assertThat(line.run("rm", "a", "../x")).isEqualTo(ExitCode.USAGE);
        assertThat(line.errors()).contains("'../x'").hasLineCount(1);
        assertThat(directory).isDirectoryContaining("glob:**/a.ring");
    }
}
