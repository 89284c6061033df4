package io.rondo.client.crash;

import io.rondo.client.crash.WorkSteps.Step;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A side of a session of a work queue dies at every step of what it does. A ledger notes what the subscriber did. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class WorkSessionCrashMatrixTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path files;

    /** The sessions of a JVM share its event loop, so a step at which that halts is the last one of its group. */
    static List<CrashGroup<Step>> ofSubscribers() {
        return CrashGroup.endingWith(WorkSessionSteps.ofSubscribers(), WorkSessionSteps.ofReceivers());
    }

    static List<CrashGroup<Step>> ofReturns() {
        return CrashGroup.endingWith(List.of(), WorkSessionSteps.ofReturns());
    }

    static List<CrashGroup<Step>> ofOwners() {
        return CrashGroup.endingWith(WorkSessionSteps.ofFeeds(), WorkSessionSteps.ofOwners());
    }

    @ParameterizedTest
    @MethodSource("ofSubscribers")
    void theOwnerGetsWhatTheDeadSubscriberHadNotAcknowledged(CrashGroup<Step> group) throws Exception {
        group.die(SmallJvm.CLIENT, directory, files, WorkSubscriberCrash::taking);
    }

    @ParameterizedTest
    @MethodSource("ofReturns")
    void theOwnerGetsWhatTheDeadSubscriberHadNotTaken(CrashGroup<Step> group) throws Exception {
        group.die(SmallJvm.CLIENT, directory, files, WorkSubscriberCrash::stopping);
    }

    @ParameterizedTest
    @MethodSource("ofOwners")
    void theSubscriberGetsTheRestFromTheNextOwner(CrashGroup<Step> group) throws Exception {
        group.die(SmallJvm.CLIENT, directory, files, WorkOwnerCrash::new);
    }
}
