package io.rondo.client.crash;

import io.rondo.client.support.AotCache;
import io.rondo.client.support.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts child processes with a small heap, from a cache of classes, which leave no file behind when they are killed. The
 * caches are made on first use, once per module and build.
 */
public final class SmallJvm {
    private static final Path TARGET = Path.of(System.getProperty("basedir", ""), "target").toAbsolutePath();
    private static final List<String> FLAGS = List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");
    private static final Training PLAIN = new Training("plain", List.of());
    /** A debugger refuses a cache of linked classes. */
    private static final Training DEBUGGED = new Training("debugged", List.of("-XX:-AOTClassLinking"));
    private static String jars;

    private SmallJvm() {}

    /** Makes a cache on first use. */
    private static final class Training {
        private final String name;
        private final List<String> flags;
        private AotCache cache;

        Training(String name, List<String> flags) {
            this.name = name;
            this.flags = flags;
        }

        List<String> command() throws IOException, InterruptedException {
            synchronized (SmallJvm.class) {
                if (jars == null) {
                    jars = AotCache.jars(TARGET.resolve("test-jars"));
                }
                if (cache == null) {
                    List<String> all = new ArrayList<>(FLAGS);
                    all.addAll(flags);
                    cache = AotCache.train(TARGET.resolve("test-aot-" + name), all, jars, TrainingMain.class,
                            TARGET.resolve("test-aot-" + name).toString());
                }
                return cache.command();
            }
        }
    }

    /** Starts {@code main arguments} with {@code RONDO_DIR} set, over shared memory. */
    public static ChildJvm start(Path directory, Class<?> main, Object... arguments)
            throws IOException, InterruptedException {
        return startWith(directory, List.of(), main, arguments);
    }

    /** Starts it with further JVM flags. */
    public static ChildJvm startWith(Path directory, List<String> flags, Class<?> main, Object... arguments)
            throws IOException, InterruptedException {
        return start(directory, PLAIN, flags, main, arguments);
    }

    /** Starts it with the agent of a debugger, and further JVM flags. */
    static ChildJvm startDebugged(Path directory, List<String> flags, Class<?> main, Object... arguments)
            throws IOException, InterruptedException {
        return start(directory, DEBUGGED, flags, main, arguments);
    }

    private static ChildJvm start(Path directory, Training training, List<String> flags, Class<?> main,
            Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(training.command());
        command.addAll(flags);
        return ChildJvm.startCommand(directory, command, main, arguments);
    }
}
