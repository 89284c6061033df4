package io.rondo.cli.remove;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.RealProcess;
import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.connect.ChannelRondo;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.socket.files.ChannelLock;
import io.rondo.client.support.Watchdog;
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
    private ChannelRondo rondo;

    @BeforeEach
    void connect() {
        rondo = ChannelRondo.open(RondoConfig.builder().directory(directory).build());
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
    void printsTheResultAndTheReasonForEachChannel() throws IOException {
        rondo.queue("a").publisher().close();
        try (Publisher publisher = rondo.queue("b").publisher()) {
            publisher.publish(Buffers.allocate(8), 0, 8);
        }
        Files.writeString(directory.resolve("junk.ring"), "junk");
        Publisher used = rondo.queue("used").publisher();
        String kept = "kept b: 1 unread message: empty it first, or remove it with --all\n";
        String inUse = "kept used: in use by producer pid " + ProcessHandle.current().pid() + "\n";
        assertThat(run("clean", "--dry-run")).startsWith("would remove a: not in use\n" + kept + "kept junk: ")
                .endsWith("\n" + inUse).hasLineCount(4);
        assertThat(directory.resolve("a.ring")).exists();
        assertThat(run("clean")).startsWith("removed a: not in use\n" + kept + "kept junk: ").hasLineCount(4);
        assertThat(directory.resolve("a.ring")).doesNotExist();
        assertThat(run("clean", "--all"))
                .startsWith("removed b: not in use; it had 1 unread message\nremoved junk: ")
                .endsWith("\n" + inUse).hasLineCount(3);
        used.close();
        assertThat(run("clean")).isEqualTo("removed used: not in use\n");
        assertThat(run("clean")).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void cleanAndRmRemoveLockFilesThatNoProcessHolds() throws Exception {
        Files.createFile(directory.resolve("left@lock"));
        assertThat(run("clean", "--dry-run")).isEqualTo("would remove left@lock: left by a process that was killed\n");
        assertThat(run("clean")).isEqualTo("removed left@lock: left by a process that was killed\n");
        assertThat(directory).isEmptyDirectory();
        Files.createFile(directory.resolve("left@lock"));
        run("rm", "left");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void filesOfAnotherKindUnderInternalNamesAreKept() throws Exception {
        Path socket = Files.createFile(directory.resolve("a.sock"));
        Path pipe = directory.resolve("b@segment");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        Path lock = Files.createDirectory(directory.resolve("c@lock"));
        String kept = "kept a.sock: " + socket + " is not a socket: remove it, or set RONDO_SOCKET_DIR\n"
                + "kept b: cannot open " + pipe
                + ": it is a socket, a pipe or a device, not a file: move it out of the way\n"
                + "kept c: cannot open " + lock + ": it is a directory, not a file: move it out of the way\n";
        assertThat(run("clean", "--dry-run")).isEqualTo(kept);
        assertThat(run("clean")).isEqualTo(kept);
    }

    @Test
    void aLockFileThatAProcessHoldsStays() throws Exception {
        Path held = directory.resolve("held@lock");
        ChannelLock.of("held", directory).call(() -> {
            try (RealProcess clean = new RealProcess(directory, "clean");
                    RealProcess rm = new RealProcess(directory, "rm", "held")) {
                assertThat(clean.exitCode()).isEqualTo(ExitCode.OK);
                assertThat(clean.readLine()).isNull();
                assertThat(rm.exitCode()).isEqualTo(ExitCode.FAILED);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            assertThat(held).exists();
            return null;
        });
        assertThat(held).doesNotExist();
    }

    @Test
    void theRecordOfASegmentIsRemovedWithTheSegmentAndNotBefore(@TempDir Path sockets) throws IOException {
        RondoConfig config = RondoConfig.builder().directory(directory).socketDirectory(sockets).build();
        Path record = sockets.resolve("x@segment");
        try (ChannelRondo separate = ChannelRondo.open(config);
                Subscriber subscriber = separate.queue("x").subscriber()) {
            assertThat(record).exists();
            CommandLineRun line = new CommandLineRun(config);
            assertThat(line.run("clean")).isEqualTo(ExitCode.OK);
            assertThat(line.out()).startsWith("kept " + subscriber.channel() + ": in use by").hasLineCount(1);
            assertThat(record).exists();
        }
        Files.delete(directory.resolve("x.ring"));
        CommandLineRun line = new CommandLineRun(config);
        assertThat(line.run("clean")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).isEqualTo("removed x@segment: its segment was removed\n");
        assertThat(sockets).isEmptyDirectory();
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
            Watchdog.await("the subscriber in the listing",
                    () -> Files.exists(file) && run("ls").contains(String.valueOf(process.pid())));
            process.kill();
            process.exitCode();
        }
        assertThat(file).exists();
        rondo.publisher("other", ChannelSettings.DEFAULTS).close();
        assertThat(run("ls")).contains("other").hasLineCount(2);
        assertThat(file).doesNotExist();
    }
}
