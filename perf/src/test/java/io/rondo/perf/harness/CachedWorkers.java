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
    private static AotCache cache;

    private CachedWorkers() {}

    /** A program with the arguments of a worker. */
    static synchronized WorkerProgram of(Class<?> main) throws IOException, InterruptedException {
        if (cache == null) {
            List<String> flags = new ArrayList<>(WorkerGroup.inheritedFlags());
            // C2 would compile for longer than the slices of the tests last.
            flags.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
            cache = AotCache.train(TARGET.resolve("test-aot"), flags, AotCache.jars(TARGET.resolve("test-jars")),
                    WorkerTraining.class, TARGET.resolve("test-aot").toString());
        }
        return new WorkerProgram(main.getName(), cache.options(), cache.classPath());
    }
}
