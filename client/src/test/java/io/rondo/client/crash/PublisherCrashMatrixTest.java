package io.rondo.client.crash;

import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishers die at each step of what they do. */
@Execution(ExecutionMode.CONCURRENT)
class PublisherCrashMatrixTest extends CrashFixture {
    static List<CrashGroup<CrashStep>> groups() {
        return CrashGroup.of(CrashSteps.ofPublishers());
    }

    @ParameterizedTest
    @MethodSource("groups")
    void theOthersContinueAndGetWhatWasCommittedOnce(CrashGroup<CrashStep> group) throws Exception {
        group.die(SmallJvm.CLIENT, directory(), files(), PublisherCrash::new);
    }
}
