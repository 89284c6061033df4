package io.rondo.core.segment;

import static io.rondo.core.segment.StoreFixture.QUEUE;
import static io.rondo.core.segment.StoreFixture.assertFiles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.core.testkit.SharedMemoryDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Liveness between processes of different PID namespaces, which do not see each other's pids and have equal ones. */
class PidNamespaceTest {
    private static final List<String> UNSHARE = List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;

    @BeforeEach
    void requireNamespaces() throws Exception {
        assumeTrue(works(), "PID namespaces need root and unshare(1)");
        store = StoreFixture.store(directory);
    }

    private static boolean works() throws InterruptedException {
        List<String> command = new ArrayList<>(UNSHARE);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** A JVM in a PID namespace of its own. */
    private static final class Namespace implements AutoCloseable {
        private final Process process;
        private final BufferedReader out;

        Namespace(Class<?> main, Object... arguments) throws IOException {
            List<String> command = new ArrayList<>(UNSHARE);
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                    "-XX:+UseSerialGC", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED", "-cp",
                    System.getProperty("java.class.path"), main.getName()));
            for (Object argument : arguments) {
                command.add(argument.toString());
            }
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            out = process.inputReader();
        }

        String readLine() throws IOException {
            return out.readLine();
        }

        void proceed() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        /** Kills all its processes. */
        void kill() throws IOException, InterruptedException {
            List<ProcessHandle> inside = process.descendants().toList();
            inside.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            for (ProcessHandle handle : inside) {
                handle.onExit().orTimeout(30, TimeUnit.SECONDS).join();
            }
            process.waitFor();
        }

        @Override
        public void close() throws IOException {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void aLiveParticipantInAnotherNamespaceIsRespected() throws Exception {
        try (Namespace inside = new Namespace(ParticipantMain.class, directory, "q", Role.CONSUMER)) {
            assertThat(inside.readLine()).isEqualTo("ready");
            inside.proceed();
            String id = inside.readLine();
            assertThat(store.clean(false, true)).singleElement()
                    .isEqualTo(new CleanResult("q", false, "in use by consumer pid 1 of another PID namespace"));
            try (SegmentObserver observer = store.observe("q")) {
                assertThat(observer.identity().id()).hasToString(id);
            }
            inside.kill();
            assertThat(store.clean(false, true)).singleElement().matches(CleanResult::removed);
            assertFiles(directory);
        }
    }

    @Test
    void aCleanerInAnotherNamespaceRespectsLiveParticipantsHere() throws Exception {
        try (Namespace inside = new Namespace(CleanMain.class, directory)) {
            assertThat(inside.readLine()).isEqualTo("ready, pid 1");
            try (Participant participant = store.attach("q", Role.PRODUCER, QUEUE)) {
                participant.joined();
                inside.proceed();
                assertThat(inside.readLine()).isEqualTo("0 removed, 1 kept");
                assertFiles(directory, "q.ring");
            }
            inside.proceed();
            assertThat(inside.readLine()).isEqualTo("1 removed, 0 kept");
            assertFiles(directory);
        }
    }
}
