package io.rondo.perf.harness;

import io.rondo.client.support.AotCache;
import io.rondo.perf.worker.WorkerTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Workers that start from a cache of classes, which is made on first use. They are compiled by C1 alone. */
final class CachedWorkers {
    private static final Path TARGET = Path.of(System.getProperty("basedir", ""), "target").toAbsolutePath();
    private static WorkerProgram program;

    private CachedWorkers() {}

    /** A program with the arguments of a worker. */
    static synchronized WorkerProgram of(Class<?> main) throws IOException, InterruptedException {
        if (program == null) {
            program = program();
        }
        return new WorkerProgram(main.getName(), program.options(), program.classPath());
    }

    private static WorkerProgram program() throws IOException, InterruptedException {
        // C2 would compile for longer than the slices of the tests last.
        List<String> flags = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        List<String> all = new ArrayList<>(WorkerProgram.inheritedFlags());
        all.addAll(flags);
        try {
            AotCache cache = AotCache.train(TARGET.resolve("test-aot"), all,
                    AotCache.jars(TARGET.resolve("test-jars")), WorkerTraining.class,
                    TARGET.resolve("test-aot").toString());
            return new WorkerProgram(WorkerTraining.class.getName(), cache.options(), cache.classPath());
        } catch (IllegalStateException e) {
            // Both sides of a slice run in the process of the training, which may take long on an overloaded machine.
            System.err.println("the workers start without a cache: " + e.getMessage());
            return new WorkerProgram(WorkerTraining.class.getName(), flags, System.getProperty("java.class.path"));
        }
    }
}
