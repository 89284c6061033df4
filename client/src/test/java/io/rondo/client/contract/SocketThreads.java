package io.rondo.client.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The threads of this process that move messages between segments and sockets. On a loaded machine they may be ready and
 * get no core for longer than a test waits for them, so a test looks at what the scheduler says. See proc(5).
 */
final class SocketThreads {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String NAME = "rondo-socket";
    /** Time on a core and time slices of each thread that was ready at the last look. */
    private Map<Path, String> ready = Map.of();

    /** Whether each thread has slept or run since the last call that returned true. */
    boolean haveRun() {
        Map<Path, String> now = new HashMap<>();
        for (Path task : tasks()) {
            String stat = read(task.resolve("stat"));
            if (isSocketThread(stat) && isReady(stat)) {
                now.put(task, read(task.resolve("schedstat")));
            }
        }
        boolean run = now.entrySet().stream().noneMatch(task -> task.getValue().equals(ready.get(task.getKey())));
        if (run) {
            ready = now;
        }
        return run;
    }

    private static boolean isSocketThread(String stat) {
        return stat.startsWith(NAME, stat.indexOf('(') + 1);
    }

    private static boolean isReady(String stat) {
        return stat.startsWith("R", stat.lastIndexOf(')') + 2);
    }

    private static List<Path> tasks() {
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file of a thread; empty if the thread has ended. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
