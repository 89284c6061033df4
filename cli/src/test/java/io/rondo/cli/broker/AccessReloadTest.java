package io.rondo.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.OtherUser;
import io.rondo.client.support.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker as a process whose access rules change with SIGHUP. */
@Timeout(300)
class AccessReloadTest {
    private static final String TOPIC = "orders";
    private static final int GROUP = 12345;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path channels;
    @TempDir
    private Path temporary;
    @TempDir
    private Path classes;
    private Path sockets;
    private Path file;
    private RondoProcesses rondo;

    @BeforeEach
    void start() throws Exception {
        sockets = Files.createDirectory(temporary.resolve("sockets"));
        file = temporary.resolve("rondo.conf");
        rondo = new RondoProcesses(temporary).with("RONDO_DIR", channels).with("RONDO_LOG_DIR",
                temporary.resolve("logs"));
    }

    @AfterEach
    void end() {
        rondo.close();
    }

    private void access(String... rules) throws IOException {
        Files.write(file, List.of("rondo.socket-dir = \"" + sockets + "\"",
                "rondo.topics = [{ name = " + TOPIC + ", access { " + String.join(", ", rules) + " } }]"));
    }

    private void publish() {
        CommandLineRun line = new CommandLineRun(channels);
        assertThat(line.run("pub", TOPIC, "--kind", "sequenced", "--message", "x")).as(line.errors()).isZero();
    }

    @Test
    void aUserThatLosesItsRightLosesTheSessionAndAnotherKeepsIt() throws Exception {
        OtherUser user = OtherUser.of(classes);
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwx--x--x"));
        access("subscribe-uids = [" + OtherUser.UID + "]", "subscribe-gids = [" + GROUP + "]");
        RunningBroker broker = RunningBroker.start(rondo, "--config", file.toString());
        publish();
        try (ChildJvm byUid = user.start(SubscribingUserMain.class, sockets, TOPIC);
                ChildJvm byGid = user.startIn(GROUP, SubscribingUserMain.class, sockets, TOPIC)) {
            assertThat(byUid.answer()).isEqualTo("received 1");
            assertThat(byGid.answer()).isEqualTo("received 1");

            Files.writeString(file, "rondo.topics = [{ name = orders, acces {} }]");
            RondoProcesses.signal(broker.process(), "HUP");
            broker.expect("nothing was changed");
            publish();
            assertThat(byUid.answer()).isEqualTo("received 2");
            assertThat(byGid.answer()).isEqualTo("received 2");

            access("subscribe-gids = [" + GROUP + "]");
            RondoProcesses.signal(broker.process(), "HUP");
            broker.expect("access and recordings are in effect");
            assertThat(byUid.answer()).startsWith("AccessException: topic orders: uid " + OtherUser.UID
                    + " has no right to subscribe");
            publish();
            assertThat(byGid.answer()).isEqualTo("received 3");
        }
        try (ChildJvm again = user.start(SubscribingUserMain.class, sockets, TOPIC)) {
            assertThat(again.answer()).startsWith("AccessException: topic orders: uid " + OtherUser.UID);
        }
        CommandLineRun status = new CommandLineRun(channels);
        assertThat(status.run("broker", "status")).isEqualTo(ExitCode.OK);
        assertThat(status.out()).containsPattern("(?m)^denied +2 requests or connections of users without a right$");
        RondoProcesses.signal(broker.process(), "TERM");
        assertThat(broker.exitCode()).isEqualTo(143);
    }

    @Test
    void theFirstRightOfAnotherUserIsAWarningThatTheBrokerHasToStartAgain() throws Exception {
        access();
        RunningBroker broker = RunningBroker.start(rondo, "--config", file.toString());
        access("subscribe-uids = [1001]");
        RondoProcesses.signal(broker.process(), "HUP");
        assertThat(broker.expect("access and recordings are in effect")).anyMatch(line -> line.contains(
                " WARN other users have rights to topics now and cannot connect: the broker started without such rights"));
        RondoProcesses.signal(broker.process(), "TERM");
        assertThat(broker.exitCode()).isEqualTo(143);
    }
}
