package io.rondo.perf.competitor.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.agrona.CloseHelper;

/** A Redis server without persistence, on a Unix-domain socket. It ends with this process, also if that is killed. */
public final class RedisServer implements AutoCloseable {
    private static final String PROGRAM = "redis-server";
    /** The shell's input is a pipe of this process, and ends with it. */
    private static final String UNTIL_END_OF_INPUT = "\"$@\" >/dev/null & server=$!; cat >/dev/null; kill $server; wait";

    private final Process shell;

    private RedisServer(Process shell) {
        this.shell = shell;
    }

    /** Whether the program is on the PATH. */
    public static boolean isInstalled() {
        String path = System.getenv("PATH");
        return path != null && Arrays.stream(path.split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, PROGRAM)));
    }

    /** Starts a server, which soon listens on {@code socket}. */
    static RedisServer start(Path socket) {
        List<String> command = List.of("sh", "-c", UNTIL_END_OF_INPUT, "sh", PROGRAM, "--port", "0", "--unixsocket",
                socket.toString(), "--save", "", "--appendonly", "no", "--dir", socket.getParent().toString());
        try {
            return new RedisServer(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + PROGRAM, e);
        }
    }

    @Override
    public void close() {
        CloseHelper.close(shell.getOutputStream());
    }
}
