package io.rondo.client.process;

import io.rondo.client.crash.SmallJvm;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Virtual threads that wait leave their carriers to the virtual threads they wait for. */
class VirtualThreadsTest {
    private static final List<String> TWO_CARRIERS = List.of("-Djdk.virtualThreadScheduler.parallelism=2",
            "-Djdk.virtualThreadScheduler.maxPoolSize=2");

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @ParameterizedTest
    @CsvSource({"SHM, busy-spin, 2", "SHM, busy-spin, 8", "SHM, spin-then-park, 8", "SOCKET, busy-spin, 2",
        "SOCKET, busy-spin, 8", "SOCKET, spin-then-park, 8"})
    void subscribersThatSpinOnAllCarriersGetTheMessagesOfAVirtualPublisher(String transport, String strategy,
            int subscribers) throws Exception {
        try (ChildJvm child = SmallJvm.CLIENT.startWith(directory, TWO_CARRIERS, VirtualSpinMain.class, transport,
                strategy,
                subscribers)) {
            for (int i = 0; i < subscribers; i++) {
                child.expect("received 1000");
            }
            child.expect("done");
            child.expectEnd();
        }
    }
}
