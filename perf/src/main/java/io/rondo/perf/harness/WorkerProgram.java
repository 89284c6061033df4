package io.rondo.perf.harness;

import io.rondo.perf.worker.Assignment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A JVM for each assignment.
 *
 * @param mainClass the main class
 * @param options options of the JVM beyond those of every worker
 * @param classPath of the JVM
 */
record WorkerProgram(String mainClass, List<String> options, String classPath) implements Workers {
    /** The program that measures. */
    static final WorkerProgram MEASURING = new WorkerProgram("io.rondo.perf.worker.Worker", List.of(),
            System.getProperty("java.class.path"));

    @Override
    public Child start(String name, Assignment assignment) {
        return start(name, assignment.type().jvmArguments(), assignment.arguments());
    }

    /** Starts a JVM with options and arguments of its own. */
    Child start(String name, List<String> jvmArguments, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(inheritedFlags());
        command.addAll(List.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(jvmArguments);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return new Child(name, command);
    }

    /** The options of this JVM from config/jvm.options: access to modules and native memory. */
    private static List<String> inheritedFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(flag -> flag.startsWith("--"))
                .toList();
    }

    /** Kills the processes. */
    @Override
    public void end(Collection<Child> group) {
        group.forEach(Child::kill);
        group.forEach(Child::close);
    }
}
