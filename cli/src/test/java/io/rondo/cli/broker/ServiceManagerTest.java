package io.rondo.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.cli.support.RondoProcesses;
import io.rondo.core.os.UnixDatagram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reports to the service manager, and the unit of systemd. */
@Timeout(240)
class ServiceManagerTest {
    /** Prints each datagram on a line. */
    private static final String RECEIVER = """
            use Socket;
            my $path = $ARGV[0];
            $path =~ s/^@/\\0/;
            socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die $!;
            bind($socket, pack_sockaddr_un($path)) or die $!;
            $| = 1;
            print "bound\\n";
            while (1) {
                recv($socket, my $text, 4096, 0);
                $text =~ s/\\n/|/g;
                print "$text\\n";
            }
            """;
    private static final Path UNIT = Path.of(System.getProperty("basedir", "."))
            .resolve("../config/systemd/rondo-broker.service").toAbsolutePath().normalize();

    @TempDir
    private Path temporary;

    /** A process that receives datagrams, as systemd does. */
    private static final class Receiver implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;

        Receiver(String address) throws IOException {
            process = new ProcessBuilder("perl", "-e", RECEIVER, address)
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            lines = process.inputReader(UTF_8);
            assertThat(next()).isEqualTo("bound");
        }

        String next() throws IOException {
            return lines.readLine();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    private static boolean exists(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("/bin/sh", "-c", "command -v " + program)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }

    @Test
    void theBrokerReportsThatItIsReadyReloadingAndStopping() throws Exception {
        assumeTrue(exists("perl"), "perl is missing");
        Path file = Files.writeString(temporary.resolve("rondo.conf"),
                "rondo { drain = 20s, topics = [{ name = orders }] }");
        Path socket = temporary.resolve("notify");
        try (Receiver receiver = new Receiver(socket.toString());
                RondoProcesses rondo = new RondoProcesses(temporary).with("NOTIFY_SOCKET", socket)) {
            RunningBroker broker = RunningBroker.start(rondo, "--config", file.toString());
            assertThat(receiver.next()).isEqualTo("READY=1|STATUS=1 topic");
            RondoProcesses.signal(broker.process(), "HUP");
            assertThat(receiver.next()).matches("RELOADING=1\\|MONOTONIC_USEC=[0-9]+");
            assertThat(receiver.next()).isEqualTo("READY=1|STATUS=1 topic");
            RondoProcesses.signal(broker.process(), "TERM");
            assertThat(receiver.next()).isEqualTo("STOPPING=1|STATUS=ending|EXTEND_TIMEOUT_USEC=30000000");
            assertThat(broker.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void aManagerThatDoesNotListenIsLoggedAndTheBrokerRuns() throws Exception {
        Path socket = temporary.resolve("missing");
        try (RondoProcesses rondo = new RondoProcesses(temporary).with("NOTIFY_SOCKET", socket)) {
            RunningBroker broker = RunningBroker.start(rondo);
            assertThat(broker.expect("gets no report").getLast()).contains(" WARN ").contains(socket.toString());
            RondoProcesses.signal(broker.process(), "TERM");
            assertThat(broker.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void aReportReachesAnAbstractSocket() throws Exception {
        assumeTrue(exists("perl"), "perl is missing");
        String address = "@rondo-test-" + ProcessHandle.current().pid();
        try (Receiver receiver = new Receiver(address)) {
            new ServiceManager(address).ready("caf\u00e9");
            assertThat(receiver.next()).isEqualTo("READY=1|STATUS=caf\u00e9");
        }
    }

    @Test
    void withoutAManagerNothingIsSent() {
        new ServiceManager(null).reloading();
        new ServiceManager("").reloading();
    }

    @Test
    void anAddressThatIsNoSocketIsRefusedWithTheReason() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> UnixDatagram.send(file.toString(), "x")).isInstanceOf(IOException.class)
                .hasMessageContaining("Connection refused");
        assertThatThrownBy(() -> UnixDatagram.send("/" + "x".repeat(107), "x")).isInstanceOf(IOException.class)
                .hasMessageContaining("1 to 107 bytes");
    }

    @Test
    void systemdAcceptsTheUnit() throws Exception {
        assumeTrue(exists("systemd-analyze"), "systemd-analyze is missing");
        assertThat(verify(Files.readString(UNIT))).isEmpty();
        assertThat(verify(Files.readString(UNIT).replace("ProtectHome=yes", "ProtectHoem=yes")))
                .contains("ProtectHoem");
    }

    /** Returns what systemd-analyze finds; the program of the unit is replaced by one that exists. */
    private String verify(String text) throws IOException, InterruptedException {
        assertThat(text).contains("ExecStart=/opt/rondo/bin/rondo broker --config");
        Path unit = Files.writeString(temporary.resolve("rondo-broker.service"),
                text.replace("/opt/rondo/bin/rondo", UNIT.getParent().getParent().getParent() + "/rondo"));
        Process process = new ProcessBuilder(List.of("systemd-analyze", "verify", "--man=no", unit.toString()))
                .redirectErrorStream(true).start();
        String output = RondoProcesses.output(process);
        process.waitFor();
        return output;
    }
}
