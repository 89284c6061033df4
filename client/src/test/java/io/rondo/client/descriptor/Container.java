package io.rondo.client.descriptor;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.security.auth.module.UnixSystem;
import io.rondo.client.crash.SmallJvm;
import io.rondo.client.support.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM in a PID namespace and a mount namespace of its own, with a tmpfs of its own at {@code /dev/shm}, as in a container. It
 * has PID 1 there.
 */
final class Container implements AutoCloseable {
    private static final Path SEGMENTS = Path.of("/dev/shm/rondo-test");
    private static final List<String> UNSHARE = List.of("unshare", "--pid", "--mount", "--fork", "--mount-proc",
            "--kill-child");

    private final ChildJvm jvm;

    private Container(ChildJvm jvm) {
        this.jvm = jvm;
    }

    /** Skips the test where this process cannot make namespaces. */
    static void assumePossible() throws InterruptedException {
        assumeThat(new UnixSystem().getUid()).as("PID and mount namespaces need root").isZero();
        boolean works;
        try {
            List<String> command = new ArrayList<>(UNSHARE);
            command.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", "/dev/shm"));
            works = new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            works = false;
        }
        assumeThat(works).as("this sandbox denies unshare(1) or mount(8)").isTrue();
    }

    /** Starts an endpoint that shares only the directory of sockets. */
    static Container start(Path sockets, String transport, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(UNSHARE);
        command.addAll(List.of("sh", "-c", "mount -t tmpfs -o size=1m tmpfs /dev/shm && exec \"$@\"", "sh"));
        command.addAll(SmallJvm.CLIENT.command());
        command.addAll(List.of("-Drondo.socket.dir=" + sockets, "-Drondo.transport=" + transport));
        return new Container(ChildJvm.startCommand(SEGMENTS, command, EndpointMain.class, arguments));
    }

    /** Sends a command and returns the answer. */
    String ask(String command) throws IOException, InterruptedException {
        jvm.send(command);
        return jvm.answer();
    }

    ChildJvm jvm() {
        return jvm;
    }

    /** Sends a signal to PID 1 of the namespace, from outside. */
    void signal(String signal) throws IOException, InterruptedException {
        long inner = ProcessHandle.of(jvm.pid()).orElseThrow().descendants().findFirst().orElseThrow().pid();
        new ProcessBuilder("kill", "-" + signal, Long.toString(inner)).start().waitFor();
    }

    /** SIGKILL to the whole namespace. */
    void kill() throws InterruptedException {
        List<ProcessHandle> inside = ProcessHandle.of(jvm.pid()).orElseThrow().descendants().toList();
        inside.forEach(ProcessHandle::destroyForcibly);
        inside.forEach(process -> process.onExit().join());
        jvm.kill();
    }

    @Override
    public void close() throws IOException {
        jvm.close();
    }

    /** Whether a directory has no file but those of sockets. */
    static boolean holdsOnlySockets(Path sockets) throws IOException {
        try (var files = Files.list(sockets)) {
            return files.noneMatch(file -> file.toString().endsWith(".ring"));
        }
    }
}
