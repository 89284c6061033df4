package io.rondo.broker.crash;

import io.rondo.client.crash.CrashGroup;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The broker dies at each step of what it does; the next broker loses nothing and sequences nothing twice. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class BrokerCrashMatrixTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path files;

    /**
     * Groups that end with a step of a syncer or a step at which the broker creates the topic, because other steps cannot follow
     * them: the sequencer beside a halted syncer runs on, to lines of other steps. A thread that creates is virtual, and may
     * hold, while it is halted, what the virtual threads of other brokers need.
     */
    static List<CrashGroup<BrokerStep>> groups() throws ClassNotFoundException {
        Map<Boolean, List<BrokerStep>> sequencers = BrokerStep.ofSequencers().stream()
                .collect(Collectors.partitioningBy(BrokerStep::creates));
        List<BrokerStep> last = Stream.concat(sequencers.get(true).stream(), BrokerStep.ofSyncers().stream()).toList();
        return CrashGroup.endingWith(sequencers.get(false), last);
    }

    @ParameterizedTest
    @MethodSource("groups")
    void theNextBrokerContinuesWithoutALossOrADuplicate(CrashGroup<BrokerStep> group) throws Exception {
        group.die(BrokerMain.JVMS, directory, files, BrokerCrash::new);
    }
}
