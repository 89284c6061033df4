package io.rondo.cli.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.FakeRondo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PubCommandTest {
    private final CommandLineRun line = new CommandLineRun();

    private List<String> published() {
        return line.rondo().messages().stream().map(message -> new String(message, ISO_8859_1)).toList();
    }

    @Test
    void publishesTheLinesOfStandardInput() {
        assertThat(line.runWithInput("one\n\ntwo", "pub", "x")).isEqualTo(ExitCode.OK);
        assertThat(published()).containsExactly("one", "", "two");
        assertThat(line.errors()).isEmpty();
    }

    @Test
    void aDashIsStandardInput() {
        assertThat(line.runWithInput("one\n", "pub", "x", "-")).isEqualTo(ExitCode.OK);
        assertThat(published()).containsExactly("one");
    }

    @Test
    void publishesTheFramesOfAFile(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("in"), new byte[]{0, 0, 0, 7, (byte) 0xEB, 0x50, 'a'});
        assertThat(line.run("pub", "x", "--format", "sofh", file.toString())).isEqualTo(ExitCode.OK);
        assertThat(published()).containsExactly("a");
    }

    @Test
    void aLineBeyondTheLimitFailsAfterTheOnesBeforeItWerePublished() {
        assertThat(line.runWithInput("one\n" + "x".repeat(FakeRondo.MAX_LENGTH + 1) + "\ntwo\n", "pub", "x"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(published()).containsExactly("one");
        assertThat(line.errors()).startsWith("rondo: line 2 has 101 bytes").hasLineCount(1);
    }

    @Test
    void aFileThatCannotBeReadIsNamedBeforeTheChannelIsTouched(@TempDir Path directory) {
        assertThat(line.run("pub", "x", "/no/such/file")).isEqualTo(ExitCode.FAILED);
        assertThat(line.run("pub", "x", directory.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors()).startsWith("rondo: /no/such/file: no such file").contains("is a directory")
                .hasLineCount(2);
        assertThat(line.rondo().channel()).isNull();
    }

    @Test
    void skippedPacketsOfACaptureAreReportedAlsoWhenItFails() {
        String header = "\u00d4\u00c3\u00b2\u00a1\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\0";
        assertThat(line.runWithInput(header + "cut", "pub", "x", "--format", "pcap")).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors()).startsWith("rondo: the capture ends inside packet 1")
                .endsWith("; pcap: 1 packets, 0 UDP payloads, 0 skipped\n").hasLineCount(1);
    }

    @Test
    void anInputThatIsNoCaptureIsReportedInOneLine() {
        assertThat(line.runWithInput("nonsense", "pub", "x", "--format", "pcap")).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors()).startsWith("rondo: not a packet capture").doesNotContain("packets,").hasLineCount(1);
    }

    @Test
    void aMessageOfTheCommandLineIsPublishedAsItIs() {
        assertThat(line.run("pub", "x", "--message", "two\nlines")).isEqualTo(ExitCode.OK);
        assertThat(line.runWithInput("unread\n", "pub", "x", "--message", "")).isEqualTo(ExitCode.OK);
        assertThat(published()).containsExactly("two\nlines", "");
    }

    @ParameterizedTest
    @CsvSource({"pub x file --message a, both given", "pub x --message a --format lines, leave --format out",
        "pub x --message \uFFFD, LC_ALL=C.UTF-8"})
    void aMessageExcludesAFileAndAFormatAndUndecodableBytes(String args, String expected) {
        assertThat(line.run(args.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(line.errors()).contains(expected).hasLineCount(1);
        assertThat(published()).isEmpty();
    }

    @Test
    void sendsNothingUntilEnoughConsumersAreAttached() {
        int[] asked = {0};
        line.rondo().countConsumers(() -> {
            asked[0]++;
            assertThat(line.rondo().messages()).hasSize(asked[0] > 4 ? 1 : 0);
            return asked[0] < 4 ? 0 : 1;
        });
        assertThat(line.runWithInput("one\n", "pub", "x", "--await", "1")).isEqualTo(ExitCode.OK);
        assertThat(asked[0]).isGreaterThanOrEqualTo(4);
        assertThat(published()).containsExactly("one");
    }

    @Test
    void doesNotWaitForMoreConsumersThanTheChannelTakes(@TempDir Path directory) {
        CommandLineRun real = new CommandLineRun(directory);
        assertThat(real.runWithInput("one\n", "pub", "q", "--await", "2")).isEqualTo(ExitCode.USAGE);
        assertThat(real.errors()).contains("--await is 2", "queue", "takes 1");
        CommandLineRun topic = new CommandLineRun(directory);
        assertThat(topic.runWithInput("one\n", "pub", "t", "--kind", "topic", "--await", "65"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(topic.errors()).contains("--await is 65", "topic", "takes 64");
    }

    @Test
    void aRateSpreadsTheMessages() {
        String input = String.join("\n", Stream.generate(() -> "x").limit(21).toList());
        long start = System.nanoTime();
        assertThat(line.runWithInput(input, "pub", "x", "--rate", "100/s")).isEqualTo(ExitCode.OK);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(190_000_000);
        assertThat(published()).hasSize(21);
    }

    @Test
    void aStopSignalEndsTheWaitForConsumersAndPublishesNothing() {
        CommandLineRun line = new CommandLineRun();
        line.stop().request();
        assertThat(line.runWithInput("one\n", "pub", "x", "--await", "1")).isEqualTo(ExitCode.OK);
        assertThat(line.rondo().messages()).isEmpty();
        assertThat(line.errors()).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
