package io.rondo.client.crash;

import io.rondo.client.support.AotCache;
import io.rondo.client.support.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts child processes with a small heap, from a cache of classes, which leave no file behind when they are killed. The
 * cache is made on first use, once per module and build. A JVM uses a cache only if the training had the same flags.
 */
public final class SmallJvm {
    private static final Path TARGET = Path.of(System.getProperty("basedir", ""), "target").toAbsolutePath();
    private static final List<String> FLAGS = List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");

    /** Starts the main classes of the client's tests. */
    public static final SmallJvm CLIENT = new SmallJvm("client", List.of(), TrainingMain.class);

    private final String name;
    private final List<String> flags;
    private final Class<?> training;
    private AotCache cache;

    /**
     * Creates a starter of JVMs.
     *
     * @param name of the cache in {@code target}
     * @param flags of the JVMs
     * @param training loads the classes of the cache; gets the directory of the cache as its argument, and a
     *     {@code RONDO_DIR} of its own
     */
    public SmallJvm(String name, List<String> flags, Class<?> training) {
        this.name = name;
        this.flags = Stream.concat(FLAGS.stream(), flags.stream()).toList();
        this.training = training;
    }

    /** Starts {@code main arguments} with {@code RONDO_DIR} set, over shared memory. */
    public ChildJvm start(Path directory, Class<?> main, Object... arguments)
            throws IOException, InterruptedException {
        return startWith(directory, List.of(), main, arguments);
    }

    /** Starts it with further flags, which do not prevent the use of the cache, such as system properties. */
    public ChildJvm startWith(Path directory, List<String> further, Class<?> main, Object... arguments)
            throws IOException, InterruptedException {
        return ChildJvm.startCommand(directory, Stream.concat(command().stream(), further.stream()).toList(), main,
                arguments);
    }

    /** The command that starts such a JVM, without main class. */
    public List<String> command() throws IOException, InterruptedException {
        return cache().command();
    }

    /**
     * Starts it with the agent of a debugger. It starts without a cache: the agent refuses linked classes, and a cache
     * without them saves less than its training takes.
     */
    ChildJvm startDebugged(Path directory, String agent, Class<?> main, Object... arguments) throws IOException {
        return ChildJvm.startWith(directory,
                Stream.of(flags, AotCache.LIGHT_START, List.of(agent)).flatMap(List::stream).toList(), main, arguments);
    }

    private AotCache cache() throws IOException, InterruptedException {
        synchronized (SmallJvm.class) {
            if (cache == null) {
                Path directory = TARGET.resolve("test-aot-" + name);
                String jars = AotCache.jars(TARGET.resolve("test-jars-" + name));
                cache = AotCache.train(directory, flags, jars, training, directory.toString());
            }
            return cache;
        }
    }
}
