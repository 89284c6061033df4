package io.rondo.perf.harness;

import io.rondo.perf.worker.Assignment;
import io.rondo.perf.worker.ReusableWorker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Processes that work on one assignment after another. A process that failed is never used again. Confined to one thread.
 */
final class ReusedWorkers implements Workers, AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofMinutes(1);

    private final WorkerProgram program;
    /** All processes that were started, with their JVM arguments. */
    private final Map<Child, List<String>> started = new HashMap<>();
    /** Those without an assignment, by their JVM arguments. */
    private final Map<List<String>, Deque<Child>> idle = new HashMap<>();
    private final List<String> failures = new ArrayList<>();

    /** Starts processes of {@code program}, which runs {@link ReusableWorker}. */
    ReusedWorkers(WorkerProgram program) {
        this.program = program;
    }

    @Override
    public Child start(String name, Assignment assignment) {
        List<String> jvmArguments = assignment.type().jvmArguments();
        Child worker = idle(jvmArguments).poll();
        if (worker == null) {
            worker = program.start(name, jvmArguments, List.of());
            started.put(worker, jvmArguments);
        }
        worker.rename(name);
        worker.tell(String.join(ReusableWorker.SEPARATOR, assignment.arguments()));
        return worker;
    }

    private Deque<Child> idle(List<String> jvmArguments) {
        return idle.computeIfAbsent(jvmArguments, arguments -> new ArrayDeque<>());
    }

    /** One after another, because the leader, which is the last, owns what the others use. */
    @Override
    public void end(Collection<Child> group) {
        for (Child worker : group) {
            worker.tell(ReusableWorker.END);
            try {
                worker.await(ReusableWorker.ENDED, END_LIMIT);
                idle(started.get(worker)).add(worker);
            } catch (HarnessException e) {
                failures.add(e.getMessage());
                worker.close();
            }
        }
    }

    /** Returns, once each, the reasons why processes did not end an assignment. */
    List<String> failures() {
        List<String> all = List.copyOf(failures);
        failures.clear();
        return all;
    }

    @Override
    public void close() {
        program.end(started.keySet());
    }
}
