package io.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.LineListener;
import io.rondo.cli.support.RealProcess;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    private static final Pattern PIDS = Pattern.compile("trader pid (\\d+), exchange pid (\\d+), channels in (.*)");
    private static final String ROUND_TRIPS = "round trip p50 [\\d,.]+ us, p99 [\\d,.]+ us: [\\d,]+ orders, one at a time, ";
    private static final String BUSY = "no round trip: other programs keep the processors busy .*";
    private static final String ENDLESS = "1000000000000";

    @TempDir
    private Path parent;

    /** The signal to stop interrupts the thread that makes this. */
    private CommandLineRun newLine() {
        return new CommandLineRun(parent.resolve("channels"));
    }

    private static Matcher pids(String text) {
        Matcher matcher = PIDS.matcher(text);
        assertThat(matcher.matches()).as(text).isTrue();
        return matcher;
    }

    @Test
    void twoProcessesTradeAndNothingIsLost() {
        CommandLineRun line = newLine();
        List<String> lines = new ArrayList<>();
        List<Boolean> alive = new ArrayList<>();
        int code = line.run("", new LineListener(text -> {
            if (lines.isEmpty()) {
                Matcher matcher = pids(text);
                assertThat(Long.parseLong(matcher.group(1))).isEqualTo(ProcessHandle.current().pid());
                alive.add(ProcessHandle.of(Long.parseLong(matcher.group(2))).isPresent());
                assertThat(Path.of(matcher.group(3))).hasParent(parent);
            }
            lines.add(text);
        }), "demo", "--orders", "20000");
        assertThat(line.errors()).isEmpty();
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(alive).containsExactly(true);
        assertThat(lines.getLast()).startsWith("20,000 orders, 1,249 cancels, 21,249 executions in ")
                .endsWith("checksums agree, lost 0");
        assertThat(lines.get(lines.size() - 4)).matches("saturated +[\\d,]+ orders/s and as many executions, .*");
        assertThat(lines.get(lines.size() - 3))
                .matches("idle, spinning +(" + ROUND_TRIPS + "both processes spin|" + BUSY + ")");
        assertThat(lines.get(lines.size() - 2))
                .matches("idle, parked +(" + ROUND_TRIPS + "both processes sleep .*|" + BUSY + ")");
        assertThat(lines).noneMatch(text -> text.contains("median"));
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void anExchangeThatDiesIsReportedAndNothingIsLeft() {
        CommandLineRun line = newLine();
        int code = line.run("", new LineListener(text -> {
            Matcher matcher = PIDS.matcher(text);
            if (matcher.matches()) {
                ProcessHandle.of(Long.parseLong(matcher.group(2))).orElseThrow().destroyForcibly();
            }
        }), "demo", "--orders", ENDLESS);
        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors()).startsWith("rondo: the exchange, pid ").contains("died early with exit code 137")
                .hasLineCount(1);
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aStopSignalEndsBothAndLeavesNothing() {
        CommandLineRun line = newLine();
        List<ProcessHandle> exchange = new ArrayList<>();
        line.run("", new LineListener(text -> {
            exchange.add(ProcessHandle.of(Long.parseLong(pids(text).group(2))).orElseThrow());
            line.stop().request();
        }), "demo", "--orders", ENDLESS);
        assertThat(line.errors()).isEmpty();
        assertThat(exchange.getFirst().isAlive()).isFalse();
        assertThat(parent).isEmptyDirectory();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void sigtermEndsBothWithItsOwnCode() throws IOException, InterruptedException {
        try (RealProcess demo = new RealProcess(parent.resolve("channels"), "demo", "--orders", ENDLESS)) {
            pids(demo.readLine());
            demo.terminate();
            assertThat(demo.exitCode()).isEqualTo(143);
            assertThat(parent).isEmptyDirectory();
        }
    }

    @Test
    void theExchangeEndsAndCleansUpWhenTheTraderIsKilled() throws IOException, InterruptedException {
        try (RealProcess demo = new RealProcess(parent.resolve("channels"), "demo", "--orders", ENDLESS)) {
            Path directory = Path.of(pids(demo.readLine()).group(3));
            // It trades: the exchange watches.
            demo.readLine();
            demo.kill();
            demo.exitCode();
            Watchdog.await("removal of " + directory, () -> !Files.exists(directory));
            assertThat(parent).isEmptyDirectory();
        }
    }

    @Test
    void noOrdersAreRefused() {
        CommandLineRun line = newLine();
        assertThat(line.run("demo", "--orders", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(line.errors()).contains("--orders is 0");
    }

    @Test
    void aMissingParentDirectoryIsNamed() {
        CommandLineRun nowhere = new CommandLineRun(parent.resolve("missing/channels"));
        assertThat(nowhere.run("demo")).isEqualTo(ExitCode.FAILED);
        assertThat(nowhere.errors()).contains(parent.resolve("missing").toString()).contains("RONDO_DIR")
                .hasLineCount(1);
    }
}
