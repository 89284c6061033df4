package io.rondo.perf.harness;

import java.util.List;

/** Workers that are compiled by C1 alone: C2 would compile for longer than the slices of the tests last. */
final class SmallWorkers {
    private SmallWorkers() {}

    /** The processes of a main class. */
    static WorkerProgram of(Class<?> main) {
        return new WorkerProgram(main.getName(), List.of("-XX:TieredStopAtLevel=1"),
                System.getProperty("java.class.path"));
    }
}
