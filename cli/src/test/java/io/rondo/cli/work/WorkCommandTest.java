package io.rondo.cli.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.WorkHandler;
import io.rondo.client.WorkMessage;
import io.rondo.client.WorkSubscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkCommandTest {
    @TempDir
    private Path directory;
    private Path done;
    private CommandLineRun line;

    @BeforeEach
    void prepare() {
        done = directory.resolve("done");
        line = new CommandLineRun(directory);
    }

    private void publish(String... messages) {
        for (String message : messages) {
            assertThat(line.run("pub", "jobs", "--kind", "work", "--message", message)).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void exitCodeZeroAcknowledgesTheMessage() throws IOException {
        publish("a", "b");
        assertThat(line.run("work", "jobs", "--exec", "cat >> " + done + "; echo >> " + done, "--count", "2"))
                .isEqualTo(ExitCode.OK);
        assertThat(Files.readAllLines(done)).containsExactly("a", "b");
        assertThat(line.run("work", "jobs", "--exec", "cat >> " + done, "--idle-exit", "50ms")).isEqualTo(ExitCode.OK);
        assertThat(Files.readAllLines(done)).containsExactly("a", "b");
    }

    @Test
    void anotherExitCodeReturnsTheMessageUntilItIsADeadLetter() {
        assertThat(line.run("work", "jobs", "--max-deliveries", "2", "--exec", "true", "--count", "0"))
                .isEqualTo(ExitCode.OK);
        publish("bad");
        assertThat(line.run("work", "jobs", "--exec", "exit 7", "--delay", "0s", "--idle-exit", "300ms"))
                .isEqualTo(ExitCode.OK);
        assertThat(line.errors()).contains("exit code 7 at delivery 1").contains("exit code 7 at delivery 2")
                .doesNotContain("delivery 3");
        assertThat(line.run("tail", "jobs", "--no-follow")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).isEmpty();
        assertThat(line.run("tail", "jobs.dead", "--no-follow")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).startsWith("reason=RETURNED deliveries=2 time=").endsWith(" message=bad\n");
    }

    @Test
    void aCountThatIsNotReachedInTimeIsReported() {
        assertThat(line.run("work", "jobs", "--exec", "true", "--count", "1", "--idle-exit", "10ms"))
                .isEqualTo(ExitCode.TIMED_OUT);
    }

    @Test
    void aConsumerOverASocketIsServedByTheListeningOneAndNamedByStat() throws IOException {
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
                WorkSubscriber listening = rondo.workQueue("jobs").subscriber()) {
            publish("a", "b", "c");
            assertThat(line.run("work", "jobs", "--transport", "socket", "--exec", "cat >> " + done, "--count", "2"))
                    .isEqualTo(ExitCode.OK);
            assertThat(Files.readString(done)).isEqualTo("ab");
            assertThat(listening.held()).isZero();
            try (WorkSubscriber connected = rondo.workQueue("jobs").transport(Transport.SOCKET).subscriber()) {
                WorkHandler hold = WorkMessage::id;
                assertThat(connected.receive(hold, 1, Duration.ofMinutes(1))).isEqualTo(1);
                assertThat(line.run("stat", "jobs")).isEqualTo(ExitCode.OK);
                assertThat(line.out()).containsPattern("oldest held +by consumer pid \\d+ in slot 1")
                        .containsPattern("consumer +1 +\\d+ +\\d+ +yes +socket");
            }
        }
    }

    @Test
    void tailShowsMessagesAndLeavesThemThere() throws IOException {
        publish("a", "b");
        assertThat(line.run("tail", "jobs", "--no-follow")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).isEqualTo("a\nb\n");
        assertThat(line.run("work", "jobs", "--exec", "cat >> " + done, "--count", "2")).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(done)).isEqualTo("ab");
    }

    @Test
    void invalidArgumentsAreUsageErrors() {
        assertThat(line.run("work", "jobs")).isEqualTo(ExitCode.USAGE);
        assertThat(line.run("work", "jobs", "--exec", "true", "--kind", "topic")).isEqualTo(ExitCode.USAGE);
        assertThat(line.run("work", "jobs", "--exec", "true", "--count", "-1")).isEqualTo(ExitCode.USAGE);
        assertThat(line.run("work", "jobs", "--exec", "true", "--max-deliveries", "4000")).isEqualTo(ExitCode.USAGE);
        assertThat(line.run("work", "jobs", "--exec", "true", "--max-deliveries", "1", "--dead-letters", "a/b"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(line.run("pub", "q", "--kind", "queue", "--max-deliveries", "2", "--message", "m"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void statisticsNameTheConsumerThatHoldsTheOldestMessage() {
        publish("a", "b", "c");
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
                WorkSubscriber in = rondo.workQueue("jobs").subscriber()) {
            assertThat(in.poll(message -> {
                if (message.buffer().getByte(message.offset()) == 'b') {
                    message.nack(Duration.ofHours(1));
                }
            }, 2)).isEqualTo(2);
            assertThat(line.run("stat", "jobs")).isEqualTo(ExitCode.OK);
            assertThat(line.out()).contains("1 ready, 1 held, 1 returned, 0 dead letters")
                    .contains("oldest held  by consumer").contains("pid " + ProcessHandle.current().pid());
            assertThat(line.run("stat", "jobs", "--json")).isEqualTo(ExitCode.OK);
            assertThat(line.out()).contains("\"oldestHeldBy\"").contains("\"maxDeliveries\"");
        }
    }

    @Test
    void listingsAndRemovalKnowWorkQueues() {
        publish("a");
        assertThat(line.run("ls")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).contains("jobs").contains("work");
        assertThat(line.run("clean")).isEqualTo(ExitCode.OK);
        assertThat(directory.resolve("jobs.ring")).exists();
        assertThat(line.run("rm", "jobs")).isEqualTo(ExitCode.OK);
        assertThat(directory.resolve("jobs.ring")).doesNotExist();
    }
}
