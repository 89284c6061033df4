package io.rondo.client.crash;

import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Consumers die at each step of what they do. */
@Execution(ExecutionMode.CONCURRENT)
class ConsumerCrashMatrixTest extends CrashFixture {
    static List<CrashGroup<CrashStep>> groups() {
        return CrashGroup.of(CrashSteps.ofConsumers());
    }

    @ParameterizedTest
    @MethodSource("groups")
    void theOthersContinueAndGetWhatTheDeadConsumerHadNotConfirmed(CrashGroup<CrashStep> group) throws Exception {
        group.die(SmallJvm.CLIENT, directory(), files(), ConsumerCrash::new);
    }
}
