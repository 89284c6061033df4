package io.rondo.client.crash;

import io.rondo.client.crash.WorkSteps.Step;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A participant of a work queue dies at every step of what it does. */
@Execution(ExecutionMode.CONCURRENT)
class WorkCrashMatrixTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path files;

    static List<CrashGroup<Step>> ofConsumers() {
        return CrashGroup.of(WorkSteps.ofConsumers());
    }

    static List<CrashGroup<Step>> ofProducers() {
        return CrashGroup.of(WorkSteps.ofProducers());
    }

    @ParameterizedTest
    @MethodSource("ofConsumers")
    void anotherConsumerGetsWhatTheDeadOneHadNotAcknowledged(CrashGroup<Step> group) throws Exception {
        group.die(SmallJvm.CLIENT, directory, files, WorkConsumerCrash::new);
    }

    @ParameterizedTest
    @MethodSource("ofProducers")
    void theOthersGoOnAndGetWhatTheDeadProducerCommitted(CrashGroup<Step> group) throws Exception {
        group.die(SmallJvm.CLIENT, directory, files, WorkProducerCrash::new);
    }
}
