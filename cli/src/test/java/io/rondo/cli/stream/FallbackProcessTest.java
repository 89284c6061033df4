package io.rondo.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.client.RondoConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that cannot reach the shared memory, but can reach the sockets. */
class FallbackProcessTest {
    private static final String READ_ONLY = "mount -t tmpfs -o ro,mode=0700 tmpfs \"$0\"";
    private static final String FULL = "mount -t tmpfs -o size=64k,mode=0700 tmpfs \"$0\"";
    private static final String SEEN_READ_ONLY = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"";
    private static final String WARNING = "rondo: shared memory is unavailable, using sockets instead: ";

    @TempDir
    private Path temporary;
    private Path sockets;

    @BeforeEach
    void makeDirectory() throws IOException {
        sockets = Files.createTempDirectory(temporary, "sockets");
    }

    private RondoProcesses processes() throws Exception {
        return new RondoProcesses(temporary).with("RONDO_SOCKET_DIR", sockets);
    }

    private static RondoProcesses mounted(RondoProcesses rondo, String script) throws Exception {
        boolean works = new ProcessBuilder("unshare", "--mount", "true").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        assumeTrue(works, "mounts of one's own need root and unshare(1), and are not allowed everywhere");
        return rondo.withMounts(script);
    }

    private static void exchange(Process sub, Process pub) throws Exception {
        try (OutputStream in = pub.getOutputStream()) {
            in.write("one\ntwo\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        assertThat(RondoProcesses.output(sub)).isEqualTo("one\ntwo\n");
        assertThat(pub.waitFor()).isZero();
        assertThat(sub.waitFor()).isZero();
    }

    private static void assertWarnsOnce(Process process, String reason) throws IOException {
        // A machine that is busy may start the other side so late that this one says it waits.
        String errors = RondoProcesses.errors(process);
        assertThat(errors.lines().filter(line -> !line.contains(": waiting for its "))).singleElement().asString()
                .startsWith(WARNING).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"queue, true, true", "topic, true, true", "queue, true, false", "topic, false, true"})
    void aDirectoryThatIsReadOnlyIsReplacedByASocketOnEitherSideWithOneWarning(String kind, boolean pubFalls,
            boolean subFalls)
            throws Exception {
        try (RondoProcesses rondo = processes()) {
            Process pub = startPub(pubFalls ? mounted(rondo, READ_ONLY) : rondo.withoutMounts(), kind);
            Process sub = startSub(subFalls ? mounted(rondo, READ_ONLY) : rondo.withoutMounts(), kind);
            exchange(sub, pub);
            boolean queue = kind.equals("queue");
            assertFell(queue ? sub : pub, queue ? subFalls : pubFalls, "Read-only file system");
            assertJoined(queue ? pub : sub);
        }
    }

    /** Transport auto is the default. The option makes the process start from the cache that has the classes of sockets. */
    private static Process startPub(RondoProcesses rondo, String kind) throws IOException {
        return rondo.start("pub", "x", "--transport", "auto", "--kind", kind, "--await", "1");
    }

    private static Process startSub(RondoProcesses rondo, String kind) throws IOException {
        return rondo.start("sub", "x", "--transport", "auto", "--kind", kind, "--count", "2");
    }

    /** A side that starts after the owner and sees no segment connects without an attempt to create one. */
    private static void assertJoined(Process process) throws IOException {
        List<String> errors = RondoProcesses.errors(process).lines()
                .filter(line -> !line.contains(": waiting for its "))
                .toList();
        assertThat(errors).hasSizeLessThanOrEqualTo(1).allMatch(line -> line.startsWith(WARNING));
    }

    private static void assertFell(Process process, boolean falls, String reason) throws IOException {
        if (falls) {
            assertWarnsOnce(process, reason);
        } else {
            assertThat(RondoProcesses.errors(process)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"queue", "topic"})
    void aDirectoryThatIsFullIsReplacedByASocketWithOneWarning(String kind) throws Exception {
        try (RondoProcesses rondo = mounted(processes(), FULL)) {
            Process pub = startPub(rondo, kind);
            Process sub = startSub(rondo, kind);
            exchange(sub, pub);
            boolean queue = kind.equals("queue");
            assertWarnsOnce(queue ? sub : pub, "needs 1114112 bytes: " + rondo.channels() + " has 65536 bytes free");
            assertJoined(queue ? pub : sub);
        }
    }

    @Test
    void jvmsThatDenyNativeAccessUseTheJdksSockets() throws Exception {
        try (RondoProcesses rondo = processes().withoutNativeAccess()) {
            Process pub = startPub(rondo, "queue");
            Process sub = startSub(rondo, "queue");
            exchange(sub, pub);
            assertWarnsOnce(pub, "native access is denied to this JVM");
            assertWarnsOnce(sub, "native access is denied to this JVM");
        }
    }

    @Test
    void anOwnerThatCannotUseAnExistingSegmentFailsInsteadOfMissingItsMessages() throws Exception {
        try (RondoProcesses rondo = processes()) {
            CommandLineRun pub = new CommandLineRun(
                    RondoConfig.builder().directory(rondo.channels()).socketDirectory(sockets).build());
            assertThat(pub.run("pub", "x", "--transport", "shm", "--message", "one")).as(pub.errors()).isZero();
            Process sub = mounted(rondo, SEEN_READ_ONLY).start("sub", "x", "--count", "1");
            String errors = RondoProcesses.errors(sub);
            assertThat(sub.waitFor()).as(errors).isEqualTo(ExitCode.FAILED);
            assertThat(errors).contains("channel x has a segment, " + rondo.channels() + "/x.ring");
        }
    }
}
