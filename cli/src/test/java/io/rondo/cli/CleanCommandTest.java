package io.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanCommandTest {
    @TempDir
    private Path directory;
    private Rondo rondo;

    @BeforeEach
    void connect() {
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
    }

    @AfterEach
    void close() {
        rondo.close();
    }

    private String run(String... args) {
        CommandLineRun line = new CommandLineRun(directory);
        assertThat(line.run(args)).isEqualTo(ExitCode.OK);
        assertThat(line.errors()).isEmpty();
        return line.out();
    }

    @Test
    void saysOfEachChannelWhatBecameOfItAndWhy() throws IOException {
        rondo.publisher("a").close();
        try (Publisher publisher = rondo.publisher("b")) {
            publisher.publish(Buffers.allocate(8), 0, 8);
        }
        Files.writeString(directory.resolve("junk.ring"), "junk");
        Publisher used = rondo.publisher("used");
        String kept = "kept b: 1 unread message: empty it first, or remove it with --all\n";
        String inUse = "kept used: in use by producer pid " + ProcessHandle.current().pid() + "\n";
        assertThat(run("clean", "--dry-run")).startsWith("would remove a: nobody uses it\n" + kept + "kept junk: ")
                .endsWith("\n" + inUse).hasLineCount(4);
        assertThat(directory.resolve("a.ring")).exists();
        assertThat(run("clean")).startsWith("removed a: nobody uses it\n" + kept + "kept junk: ").hasLineCount(4);
        assertThat(directory.resolve("a.ring")).doesNotExist();
        assertThat(run("clean", "--all"))
                .startsWith("removed b: nobody uses it; it had 1 unread message\nremoved junk: ")
                .endsWith("\n" + inUse).hasLineCount(3);
        used.close();
        assertThat(run("clean")).isEqualTo("removed used: nobody uses it\n");
        assertThat(run("clean")).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void lookingMakesNoDirectory() {
        Path missing = directory.resolve("missing");
        for (String command : new String[]{"ls", "clean", "stat x", "tail x", "rm x"}) {
            CommandLineRun line = new CommandLineRun(missing);
            int code = line.run(command.split(" "));
            if (command.contains("x")) {
                assertThat(code).isEqualTo(ExitCode.FAILED);
                assertThat(line.errors()).contains("there is no channel x in " + missing).hasLineCount(1);
            } else {
                assertThat(code).as(line.errors()).isEqualTo(ExitCode.OK);
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void listingRemovesAnEphemeralChannelWhoseLastParticipantWasKilled() throws Exception {
        Path file = directory.resolve("e.ring");
        try (RealProcess process = new RealProcess(directory, "sub", "e", "--ephemeral")) {
            while (!Files.exists(file) || !run("ls").contains(String.valueOf(process.pid()))) {
                Thread.onSpinWait();
            }
            process.kill();
            process.exitCode();
        }
        assertThat(file).exists();
        rondo.publisher("other", ChannelOptions.defaults()).close();
        assertThat(run("ls")).contains("other").hasLineCount(2);
        assertThat(file).doesNotExist();
    }
}
