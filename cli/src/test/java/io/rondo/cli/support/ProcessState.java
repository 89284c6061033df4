package io.rondo.cli.support;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel reports about the threads of another process. A thread that waits for a core is runnable, so a process
 * on a busy machine is not mistaken for one that waits.
 */
public final class ProcessState {
    private static final String SLEEPING = "S";

    private ProcessState() {}

    /**
     * Returns when every thread of a process sleeps.
     *
     * @throws IllegalStateException if the process ended
     */
    public static void awaitIdle(Process process) throws InterruptedException {
        while (!isIdle(process)) {
            Thread.sleep(1);
        }
    }

    /**
     * Returns when every thread of a process sleeps although its standard input, a pipe, has bytes to read.
     *
     * @throws IllegalStateException if the process ended
     */
    public static void awaitBlocked(Process process) throws IOException, InterruptedException {
        while (!isIdle(process) || !hasUnreadInput(process)) {
            Thread.sleep(1);
        }
    }

    /** Looks twice: a thread that is seen asleep may be woken by one that is looked at later. */
    private static boolean isIdle(Process process) {
        if (!process.isAlive()) {
            throw new IllegalStateException("process " + process.pid() + " ended with " + process.exitValue());
        }
        Optional<Map<Path, List<String>>> first = sleepers(process);
        return first.isPresent() && first.equals(sleepers(process));
    }

    /** The context switches of every thread; nothing unless all threads sleep. */
    private static Optional<Map<Path, List<String>>> sleepers(Process process) {
        Map<Path, List<String>> switches = new HashMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                List<String> status = Files.readAllLines(thread.resolve("status"));
                if (status.stream().noneMatch(line -> line.startsWith("State:\t" + SLEEPING))) {
                    return Optional.empty();
                }
                switches.put(thread, status.stream().filter(line -> line.contains("ctxt_switches")).toList());
            }
        } catch (IOException e) {
            // A thread ended in between.
            return Optional.empty();
        }
        return Optional.of(switches);
    }

    private static boolean hasUnreadInput(Process process) throws IOException {
        try (FileInputStream input = new FileInputStream("/proc/" + process.pid() + "/fd/0")) {
            return input.available() > 0;
        }
    }
}
