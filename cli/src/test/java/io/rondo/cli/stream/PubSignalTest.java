package io.rondo.cli.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.ProcessState;
import io.rondo.cli.support.RondoProcesses;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The input of a {@code pub} that a signal ends: the part it has read, and the part left in the pipe.
 */
@Order(1)
class PubSignalTest {
    /** A line that the channel is full precedes it if the signal comes late. */
    private static final Pattern REPORT = Pattern.compile("(?:rondo: channel x is full.*\\n)?"
            + "rondo: stopped by a signal: published (\\d+) messages?,"
            + " up to byte (\\d+) of the input; (\\d+) further bytes? read and not published"
            + " \\((\\d+) complete messages? and (\\d+) bytes? of an incomplete one\\): publish them again\\n");
    private static final Pattern REMOVAL = Pattern.compile("rondo: channel x was removed by another process: published"
            + " (\\d+) messages, .*; (\\d+) messages in it had not been consumed and are lost: run pub again with the input"
            + " from byte (\\d+) on\\n");
    /** Fits into a pipe. */
    private static final int LINES = 10_000;
    private static final int MOST_LOST = 4096 + 6;

    @TempDir
    private Path temporary;
    private RondoProcesses rondo;
    private Path fifo;
    private RandomAccessFile writer;

    @BeforeEach
    void open() throws Exception {
        rondo = new RondoProcesses(temporary);
        fifo = temporary.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
        // Open for reading too, so that the pipe keeps unread bytes.
        writer = new RandomAccessFile(fifo.toFile(), "rw");
    }

    @AfterEach
    void close() throws IOException {
        rondo.close();
        writer.close();
    }

    private static String lines(int from, int to) {
        return String.join("", IntStream.range(from, to).mapToObj(i -> i + "\n").toList());
    }

    private void write(String text) throws IOException {
        writer.write(text.getBytes(ISO_8859_1));
    }

    /** Consumes in this process, because only the publisher is under test. */
    private String consume(int code, String... options) {
        CommandLineRun sub = new CommandLineRun(rondo.channels());
        List<String> command = new ArrayList<>(List.of("sub", "x"));
        command.addAll(List.of(options));
        assertThat(sub.run(command.toArray(String[]::new))).as(sub.errors()).isEqualTo(code);
        return sub.out();
    }

    private void expectFirst(String... creation) {
        List<String> options = new ArrayList<>(List.of("--count", "1"));
        options.addAll(List.of(creation));
        assertThat(consume(ExitCode.OK, options.toArray(String[]::new))).isEqualTo("0\n");
    }

    private String left() throws IOException {
        try (FileInputStream rest = new FileInputStream(fifo.toFile())) {
            writer.close();
            return new String(rest.readAllBytes(), ISO_8859_1);
        }
    }

    private String unread() {
        return consume(ExitCode.TIMED_OUT, "--idle-exit", "1s", "--count", "1000000");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void everyCompleteLineThatWasReadIsPublished(String signal, int code) throws Exception {
        write(lines(0, 100));
        Process pub = rondo.start("pub", "x", "--rate", "0.01/s", fifo.toString());
        expectFirst();
        RondoProcesses.signal(pub, signal);
        assertThat(pub.waitFor()).isEqualTo(code);
        assertThat(RondoProcesses.errors(pub)).isEmpty();
        assertThat(unread()).isEqualTo(lines(1, 100));
        assertThat(left()).isEmpty();
    }

    @Test
    void anIncompleteLineIsReported() throws Exception {
        write(lines(0, 100) + "half");
        Process pub = rondo.start("pub", "x", fifo.toString());
        expectFirst();
        ProcessState.awaitIdle(pub);
        RondoProcesses.signal(pub, "TERM");
        assertThat(pub.waitFor()).isEqualTo(143);
        Matcher report = report(pub);
        assertThat(report.group(1)).isEqualTo("100");
        assertThat(report.group(2)).isEqualTo(Integer.toString(lines(0, 100).length()));
        assertThat(report.group(3)).isEqualTo("4");
        assertThat(report.group(4)).isEqualTo("0");
        assertThat(report.group(5)).isEqualTo("4");
    }

    private static Matcher report(Process pub) throws IOException {
        String errors = RondoProcesses.errors(pub);
        Matcher report = REPORT.matcher(errors);
        assertThat(report.matches()).as(errors).isTrue();
        return report;
    }

    @Test
    void messagesWithoutSpaceAreReportedAndTheRestStaysInThePipe() throws Exception {
        String all = lines(0, LINES);
        write(all);
        Process pub = rondo.start("pub", "x", "--capacity", "4k", fifo.toString());
        expectFirst("--capacity", "4k");
        ProcessState.awaitIdle(pub);
        RondoProcesses.signal(pub, "TERM");
        assertThat(pub.waitFor()).isEqualTo(143);
        Matcher report = report(pub);
        int published = Integer.parseInt(report.group(1));
        int end = Integer.parseInt(report.group(2));
        int bytes = Integer.parseInt(report.group(3));
        String rest = all.substring(end, end + bytes);
        assertThat(unread()).isEqualTo(lines(1, published));
        assertThat(all.substring(0, end)).isEqualTo(lines(0, published));
        assertThat(Integer.parseInt(report.group(4))).isEqualTo(rest.chars().filter(c -> c == '\n').count());
        assertThat(Integer.parseInt(report.group(5))).isEqualTo(bytes - 1 - rest.lastIndexOf('\n'));
        assertThat(left()).isEqualTo(all.substring(end + bytes));
    }

    @ParameterizedTest(name = "noticed before the end of the input: {0}")
    @ValueSource(booleans = {true, false})
    void aRemovedChannelIsReportedWithTheInputThatWasNotPublished(boolean noticed) throws Exception {
        write(lines(0, 10));
        Process pub = rondo.start("pub", "x", fifo.toString());
        expectFirst();
        ProcessState.awaitIdle(pub);
        Files.delete(rondo.channels().resolve("x.ring"));
        if (noticed) {
            // The removal wakes the thread of the publisher that watches the directory.
            ProcessState.awaitIdle(pub);
        }
        write("b\nc\nhalf");
        writer.close();
        assertThat(pub.waitFor()).isEqualTo(1);
        String errors = RondoProcesses.errors(pub);
        Matcher removal = REMOVAL.matcher(errors);
        assertThat(removal.matches()).as(errors).isTrue();
        // A publisher notices the removal within about a second.
        long published = Long.parseLong(removal.group(1));
        assertThat(published).isBetween(10L, 13L);
        assertThat(Long.parseLong(removal.group(2))).isEqualTo(published - 1);
        assertThat(Integer.parseInt(removal.group(3))).isBetween(20, 28);
    }

    @Test
    void aKilledPublisherLosesAtMostOneBlockOfThePipe() throws Exception {
        String all = lines(0, LINES);
        write(all);
        Process pub = rondo.start("pub", "x", "--rate", "0.01/s", fifo.toString());
        expectFirst();
        RondoProcesses.signal(pub, "KILL");
        assertThat(pub.waitFor()).isEqualTo(137);
        String left = left();
        assertThat(all).endsWith(left);
        assertThat(all.length() - left.length()).isLessThanOrEqualTo(MOST_LOST);
    }
}
