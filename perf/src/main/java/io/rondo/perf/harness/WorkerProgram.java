package io.rondo.perf.harness;

import java.util.List;

/**
 * The program of the worker processes.
 *
 * @param mainClass a class with the arguments of {@link io.rondo.perf.worker.Worker}
 * @param options options of the JVM beyond those of every worker
 * @param classPath of the JVM
 */
record WorkerProgram(String mainClass, List<String> options, String classPath) {
    /** The program that measures. */
    static final WorkerProgram MEASURING = new WorkerProgram("io.rondo.perf.worker.Worker", List.of(),
            System.getProperty("java.class.path"));
}
