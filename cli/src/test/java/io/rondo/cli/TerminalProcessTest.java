package io.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.RondoProcesses;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a real terminal, which {@code script(1)} makes. */
@Order(1)
class TerminalProcessTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final String WIDTH = "stty cols 60 rows 24; ";

    @TempDir
    private Path temporary;

    @BeforeEach
    void requireScript() {
        assumeTrue(Files.isExecutable(SCRIPT), "skipped: there is no " + SCRIPT + ", install bsdutils");
    }

    @Test
    void subPrintsItsChannelAndHowToEnd() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            assertThat(new CommandLineRun(rondo.channels()).run("pub", "x", "--message", "one")).isZero();
            Process sub = rondo.onTerminal("").start("sub", "x", "--count", "1");
            assertThat(RondoProcesses.output(sub))
                    .startsWith("rondo: consuming queue x over shared memory, 0 producers,"
                            + " 1 consumer; end with Ctrl-C")
                    .contains("one");
            assertThat(sub.waitFor()).isZero();
        }
    }

    @Test
    void pubReadsLinesUntilControlD() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Process pub = rondo.onTerminal("").start("pub", "x");
            BufferedReader output = pub.inputReader();
            assertThat(output.readLine()).startsWith("rondo: publishing to queue x over shared memory, 1 producer,"
                    + " 0 consumers; type one message per line, end with Ctrl-D");
            pub.getOutputStream().write("typed\n\4".getBytes());
            pub.getOutputStream().flush();
            assertThat(pub.waitFor()).isZero();
            CommandLineRun sub = new CommandLineRun(rondo.channels());
            assertThat(sub.run("sub", "x", "--count", "1")).isZero();
            assertThat(sub.out()).isEqualTo("typed\n");
            assertThat(sub.errors()).isEmpty();
        }
    }

    @Test
    void pubReportsThatItWaitsAtAFullQueue() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            Path input = Files.writeString(temporary.resolve("input"), "message\n".repeat(200));
            Process pub = rondo.onTerminal("").start("pub", "x", "--capacity", "4k", input.toString());
            BufferedReader output = pub.inputReader();
            assertThat(output.readLine()).startsWith("rondo: publishing to queue x");
            assertThat(output.readLine()).isEqualTo("rondo: channel x is full and has no consumer: waiting");
            CommandLineRun sub = new CommandLineRun(rondo.channels());
            assertThat(sub.run("sub", "x", "--count", "200")).isZero();
            assertThat(sub.out()).hasLineCount(200);
            assertThat(pub.waitFor()).isZero();
        }
    }

    @Test
    void tailExplainsThatAQueueHasNoUnreadMessages() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            assertThat(new CommandLineRun(rondo.channels()).run("pub", "x")).isZero();
            Process tail = rondo.onTerminal("").start("tail", "x", "--no-follow");
            assertThat(RondoProcesses.output(tail)).isEqualTo("rondo: queue x has no unread messages\r\n");
            Process piped = rondo.withoutTerminal().run("", "tail", "x", "--no-follow");
            assertThat(RondoProcesses.output(piped)).isEmpty();
            assertThat(RondoProcesses.errors(piped)).isEmpty();
        }
    }

    @Test
    void statFitsTheTerminalAndWatchRedrawsInPlace() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            assertThat(new CommandLineRun(rondo.channels()).run("pub", "x", "--message", "one")).isZero();
            String stat = RondoProcesses.output(rondo.onTerminal(WIDTH).start("stat", "x"));
            assertThat(stat.lines()).isNotEmpty().allMatch(line -> line.length() <= 60);
            assertThat(stat).doesNotContain("\033").contains("positions");
            Process watch = rondo.start("stat", "x", "--watch");
            StringBuilder shown = new StringBuilder();
            while (!shown.toString().matches("(?s)channel .*\\033\\[\\d+Achannel .*")) {
                shown.append((char) watch.getInputStream().read());
            }
            watch.destroy();
        }
    }

    @Test
    void doctorIsColouredUnlessNoColorIsSet() throws Exception {
        try (RondoProcesses rondo = new RondoProcesses(temporary)) {
            assertThat(RondoProcesses.output(rondo.onTerminal("").start("doctor"))).contains("\033[32mok    machine");
            assertThat(RondoProcesses.output(rondo.onTerminal("export NO_COLOR=1; ").start("doctor")))
                    .contains("ok    machine").doesNotContain("\033");
            Process piped = rondo.withoutTerminal().run("", "doctor");
            assertThat(RondoProcesses.output(piped)).doesNotContain("\033");
            assertThat(piped.exitValue()).isEqualTo(ExitCode.OK);
        }
    }
}
