package io.rondo.client.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.ClosedException;
import io.rondo.client.Responder;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.crash.SmallJvm;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requesters that come and go leave no mappings, neither in the responder nor in their own process. */
class RequesterChurnTest {
    private static final int REQUESTERS = 300;
    /** About half of the response queues of all requesters, with each mapped twice. */
    private static final long MEGABYTES = 40;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private static long mapped(ChildJvm process) {
        try {
            process.send("mapped");
            return Long.parseLong(process.answer());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertBack(ChildJvm process, long before) {
        Watchdog.await("release of the mappings, beyond " + before + " MiB",
                () -> mapped(process) < before + MEGABYTES);
    }

    @Test
    void aResponderReleasesTheMappingsOfRequestersThatHaveEnded() throws Exception {
        try (ChildJvm process = SmallJvm.CLIENT.start(directory, ChurnMain.class, "responder");
                Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build())) {
            process.expect("ready");
            ChurnMain.callByNewRequesters(rondo.service(ChurnMain.SERVICE), 20);
            long before = mapped(process);
            ChurnMain.callByNewRequesters(rondo.service(ChurnMain.SERVICE), REQUESTERS);
            assertBack(process, before);
        }
    }

    @Test
    void aProcessReleasesTheMappingsOfItsRequesters() throws Exception {
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
                ChildJvm process = SmallJvm.CLIENT.start(directory, ChurnMain.class, "requesters");
                Responder responder = rondo.service(ChurnMain.SERVICE).responder()) {
            Thread answering = Thread.ofPlatform().daemon().start(() -> {
                try {
                    ChurnMain.answer(responder);
                } catch (ClosedException e) {
                    // The test has ended.
                }
            });
            process.expect("ready");
            process.send("20");
            process.expect("called");
            long before = mapped(process);
            process.send(Integer.toString(REQUESTERS));
            process.expect("called");
            assertBack(process, before);
            assertThat(answering.isAlive()).isTrue();
        }
    }
}
