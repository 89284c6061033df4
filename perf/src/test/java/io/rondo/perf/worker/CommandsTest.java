package io.rondo.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final CountDownLatch halted = new CountDownLatch(1);

    @Test
    void commandsAreReadInOrderUntilTheEnd() {
        Commands commands = new Commands(new ByteArrayInputStream("run 1\nrun 2\n".getBytes(StandardCharsets.US_ASCII)),
                Duration.ofDays(1), halted::countDown);
        assertThat(commands.next()).contains("run 1");
        assertThat(commands.next()).contains("run 2");
        assertThat(commands.next()).isEmpty();
    }

    @Test
    void aProcessThatReadsNoCommandEndsWithTheHarness() throws Exception {
        PipedOutputStream harness = new PipedOutputStream();
        new Commands(new PipedInputStream(harness), Duration.ofMillis(1), halted::countDown);
        assertThat(halted.getCount()).isEqualTo(1);
        harness.close();
        assertThat(halted.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
