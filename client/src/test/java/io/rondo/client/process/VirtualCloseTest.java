package io.rondo.client.process;

import io.rondo.client.crash.SmallJvm;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads close publishers while other virtual threads are in calls of these. */
class VirtualCloseTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void threadsThatCloseLeaveTheCarriersToThoseInTheCalls() throws Exception {
        try (ChildJvm process = SmallJvm.CLIENT.startWith(directory,
                List.of("-Djdk.virtualThreadScheduler.parallelism=2", "-Djdk.virtualThreadScheduler.maxPoolSize=2"),
                VirtualCloseMain.class)) {
            process.expect("closed " + VirtualCloseMain.PUBLISHERS);
            process.expectEnd();
        }
    }
}
