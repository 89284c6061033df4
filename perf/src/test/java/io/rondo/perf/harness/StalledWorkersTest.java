package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The processes of a competitor do not run for a while between two slices, as on an overloaded machine. */
@Order(1)
class StalledWorkersTest {
    /** Longer than the 10 s after which Aeron closes a client without keepalives by default. */
    private static final Duration STALL = Duration.ofSeconds(12);

    @ParameterizedTest
    @EnumSource(value = CompetitorType.class, names = {"AERON_IPC", "AERON_IPC_SHARED"})
    @Execution(ExecutionMode.CONCURRENT)
    void aStallBetweenSlicesDoesNotCloseACompetitor(CompetitorType type) {
        try (Places places = new Places()) {
            WorkerGroup group = new WorkerGroup(type, Point.of(Pattern.ONE_WAY, 32), 1 << 16, places, null,
                    SmallWorkers.of(Worker.class));
            Stalling stalling = new Stalling(group, places.rings());
            try {
                CompetitorResult result = new Rounds(0, 2, Duration.ofMillis(20)).run(List.of(stalling), () -> {})
                        .getFirst();
                assertThat(result.failure()).isNull();
                assertThat(result.samples()).hasSize(2);
            } finally {
                group.close();
            }
        }
    }

    /** Stops the processes of a group before each slice but the first, then continues them. */
    private record Stalling(WorkerGroup group, Path directory, boolean[] started) implements CompetitorProcesses {
        Stalling(WorkerGroup group, Path directory) {
            this(group, directory, new boolean[1]);
        }

        @Override
        public String name() {
            return group.name();
        }

        @Override
        public String description() {
            return group.description();
        }

        @Override
        public long capacity() {
            return 0;
        }

        @Override
        public CompetitorKind kind() {
            return group.kind();
        }

        @Override
        public void start() {
            group.start();
        }

        @Override
        public void awaitReady() {
            group.awaitReady();
        }

        @Override
        public Sample run(Duration slice) {
            if (started[0]) {
                signal("STOP");
                LockSupport.parkNanos(STALL.toNanos());
                signal("CONT");
            }
            started[0] = true;
            return group.run(slice);
        }

        @Override
        public void close() {
            group.close();
        }

        private void signal(String name) {
            List<Long> workers = ProcessHandle.current().children().map(ProcessHandle::pid).filter(this::isWorker)
                    .toList();
            assertThat(workers).hasSize(2);
            workers.forEach(pid -> signal(name, pid));
        }

        /** The JDK returns only the first page of a command line, which the class path fills. */
        private boolean isWorker(long pid) {
            try {
                return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                        .contains(directory.toString());
            } catch (IOException e) {
                // A process of another test, which has ended.
                return false;
            }
        }

        private static void signal(String name, long pid) {
            try {
                int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
                assertThat(code).isZero();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
