package io.rondo.examples.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs programs as users start them: {@code java -cp ...} without any flag. */
class PlainJvmTest {
    private static final int ORDERS = 50_000;
    private static final int WATCHDOG_SECONDS = 300;

    @TempDir
    private Path directory;

    @Test
    void jvmsWithoutAnyFlagTradeSbeOrders() throws Exception {
        Process subscriber = start(OrderSubscriberMain.class);
        Process publisher = start(OrderPublisherMain.class);
        try {
            for (Process process : List.of(subscriber, publisher)) {
                assertThat(process.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS)).as("process ends").isTrue();
            }
        } finally {
            subscriber.destroyForcibly().waitFor();
            publisher.destroyForcibly().waitFor();
        }
        assertThat(output(OrderSubscriberMain.class, "err")).allMatch(line -> line.startsWith("WARNING: "))
                .anyMatch(line -> line.contains("--enable-native-access"));
        assertThat(output(OrderPublisherMain.class, "err")).allMatch(line -> line.startsWith("WARNING: "));
        assertThat(output(OrderSubscriberMain.class, "out")).containsExactly("received " + ORDERS, "flags []");
        assertThat(List.of(subscriber.exitValue(), publisher.exitValue())).containsExactly(0, 0);
    }

    private Process start(Class<?> main) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), main.getName(), Integer.toString(ORDERS));
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        builder.environment().put("RONDO_DIR", directory.toString());
        builder.environment().put("RONDO_TRANSPORT", "shm");
        return builder.redirectOutput(file(main, "out").toFile()).redirectError(file(main, "err").toFile()).start();
    }

    private Path file(Class<?> main, String stream) {
        return directory.resolve(main.getSimpleName() + "." + stream);
    }

    private List<String> output(Class<?> main, String stream) throws IOException {
        return Files.readAllLines(file(main, stream)).stream().filter(line -> !line.isEmpty()).toList();
    }
}
