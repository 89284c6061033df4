package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wait sets in a process that a seccomp filter refuses {@code futex_waitv(2)}. A JVM looks for the call only once. */
@Order(1)
class WaitSetFallbackTest {
    /** Each method of the contract for two kinds of channels over two wirings, and some of the members' tests. */
    private static final int LEAST_TESTS = 60;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void theContractHoldsWithoutFutexWaitv() throws Exception {
        try (ChildJvm child = ChildJvm.startWith(directory, ChildJvm.SHORT_LIVED, WaitSetFallbackMain.class,
                WaitSetWithoutFutexWaitv.class.getName(), "io.rondo.client.WaitSetMembersTest")) {
            child.expect("futex_waitv is refused");
            List<String> results = new ArrayList<>();
            for (String line = child.answer(); !line.equals("end"); line = child.answer()) {
                results.add(line);
            }
            assertThat(results).as(child::toString).hasSizeGreaterThan(LEAST_TESTS)
                    .allMatch(line -> line.startsWith("passed "));
        }
    }
}
