package io.rondo.client.crash;

import io.rondo.client.support.AotCache;
import io.rondo.client.support.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts child processes with a small heap, from a cache of classes, which leave no file behind when they are killed. The
 * caches are made on first use, once per module and build. A JVM uses a cache only if the training had the same flags.
 */
public final class SmallJvm {
    /** Starts the main classes of the client's tests. */
    public static final SmallJvm CLIENT = new SmallJvm("client", List.of(), TrainingMain.class);

    private static final Path TARGET = Path.of(System.getProperty("basedir", ""), "target").toAbsolutePath();
    private static final List<String> FLAGS = List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");
    /** The agent of a debugger refuses a cache of linked classes. */
    private static final String UNLINKED = "-XX:-AOTClassLinking";
    private static String jars;

    private final String name;
    private final List<String> flags;
    private final Class<?> training;
    private AotCache linked;
    private AotCache unlinked;

    /**
     * Creates a starter of JVMs.
     *
     * @param name of the caches in {@code target}
     * @param flags of the JVMs
     * @param training loads the classes of the caches; gets the directory of the cache as its argument, and a
     *     {@code RONDO_DIR} of its own
     */
    public SmallJvm(String name, List<String> flags, Class<?> training) {
        this.name = name;
        this.flags = List.copyOf(flags);
        this.training = training;
    }

    /** Starts {@code main arguments} with {@code RONDO_DIR} set, over shared memory. */
    public ChildJvm start(Path directory, Class<?> main, Object... arguments)
            throws IOException, InterruptedException {
        return ChildJvm.startCommand(directory, command(), main, arguments);
    }

    /** The command that starts such a JVM, without main class. */
    public List<String> command() throws IOException, InterruptedException {
        return linked().command();
    }

    /** Starts it with the agent of a debugger. */
    ChildJvm startDebugged(Path directory, String agent, Class<?> main, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(unlinked().command());
        command.add(agent);
        return ChildJvm.startCommand(directory, command, main, arguments);
    }

    private AotCache linked() throws IOException, InterruptedException {
        synchronized (SmallJvm.class) {
            if (linked == null) {
                linked = train("test-aot-" + name, List.of());
            }
            return linked;
        }
    }

    private AotCache unlinked() throws IOException, InterruptedException {
        synchronized (SmallJvm.class) {
            if (unlinked == null) {
                unlinked = train("test-aot-" + name + "-debugged", List.of(UNLINKED));
            }
            return unlinked;
        }
    }

    private AotCache train(String directory, List<String> further) throws IOException, InterruptedException {
        if (jars == null) {
            jars = AotCache.jars(TARGET.resolve("test-jars"));
        }
        List<String> all = new ArrayList<>(FLAGS);
        all.addAll(flags);
        all.addAll(further);
        return AotCache.train(TARGET.resolve(directory), all, jars, training, TARGET.resolve(directory).toString());
    }
}
