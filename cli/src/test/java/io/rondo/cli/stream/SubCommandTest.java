package io.rondo.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubCommandTest {
    private final CommandLineRun line = new CommandLineRun();

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @Test
    void writesEachMessageOnALine() {
        line.message("one");
        line.message("");
        line.message("two");
        assertThat(line.run("sub", "x", "--count", "3")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).isEqualTo("one\n\ntwo\n");
        assertThat(line.errors()).isEmpty();
    }

    @Test
    void writesHex() {
        line.message("\u00ff\u0001z");
        assertThat(line.run("sub", "x", "--format", "hex", "--count=1")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).isEqualTo("ff017a\n");
    }

    @Test
    void leavesMessagesBeyondTheCount() {
        for (int i = 0; i < 3000; i++) {
            line.message("m" + i);
        }
        assertThat(line.run("sub", "x", "--count", "2500")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).hasLineCount(2500).endsWith("m2499\n");
        assertThat(line.rondo().messages()).hasSize(500);
    }

    @Test
    void endsAfterTheIdleTimeWithoutMessages() {
        line.message("one");
        assertThat(line.run("sub", "x", "--idle-exit", "20ms")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).isEqualTo("one\n");
    }

    @Test
    void saysThatTimeRanOutWhenTheCountIsNotReached() {
        line.message("one");
        assertThat(line.run("sub", "x", "--count", "2", "--idle-exit", "20ms")).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(line.out()).isEqualTo("one\n");
    }

    @Test
    void showsEverythingBeforeItWaits() {
        List<String> seen = new ArrayList<>();
        line.rondo().whenPolledEmpty(() -> {
            seen.add(line.out());
            line.message("late");
        });
        line.message("early");
        assertThat(line.run("sub", "x", "--count", "2")).isEqualTo(ExitCode.OK);
        assertThat(seen).containsExactly("early\n");
    }

    @Test
    void aStopSignalEndsTheWaitAndKeepsMessagesThatWereRead() {
        CommandLineRun line = new CommandLineRun();
        line.rondo().whenPolledEmpty(line.stop()::request);
        line.message("one");
        assertThat(line.run("sub", "x")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).isEqualTo("one\n");
        assertThat(line.errors()).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aClosedOutputEndsItQuietly() {
        line.message("one");
        assertThat(line.run("", failing("Broken pipe"), "sub", "x")).isEqualTo(ExitCode.OK);
        assertThat(line.errors()).isEmpty();
    }
}
