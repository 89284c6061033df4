package io.rondo.cli.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.log.storage.JvmFlags;
import java.nio.file.Path;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class StopSignalTest {
    private static final String REFUSED = "refused";

    /** A process in which the JVM is shutting down when one command begins, and before another one ends. */
    static final class EndingProcess {
        private EndingProcess() {}

        public static void main(String[] arguments) {
            StopSignal begun = new StopSignal();
            begun.install();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                System.out.println(begun.acknowledge());
                begun.finished();
                StopSignal late = new StopSignal();
                late.install();
                System.out.println(late.requested());
                System.out.println(checkFlags());
                System.out.println(BackgroundResourceReleaser.isOnBackgroundResourceReleaserThread());
                System.out.flush();
            }));
        }

        private static String checkFlags() {
            try {
                JvmFlags.require();
                return "accepted";
            } catch (IllegalStateException e) {
                return REFUSED;
            }
        }
    }

    @Test
    void aSignalBeforeTheCommandIsReadyIsNoFailureOfIt() throws Exception {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../config/jvm.options"),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                EndingProcess.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(output).isEqualTo("true\ntrue\n" + REFUSED + "\nfalse\n");
    }
}
