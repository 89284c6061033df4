package io.rondo.cli.bridge;

import io.rondo.broker.status.BridgeStatus;
import io.rondo.broker.status.StatusJson;
import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.stat.Screen;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What the command prints every second. For one thread. */
final class BridgeReport {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEBIBYTE = 1 << 20;

    private final Terminal terminal;
    private final boolean json;
    private final Screen screen;
    private long before = System.nanoTime();
    private long messages;
    private long bytes;

    /** The keys of {@code --json}. */
    private record Sample(String time, long messagesPerSecond, long bytesPerSecond, BridgeStatus bridge) {}

    BridgeReport(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
        screen = new Screen(terminal);
    }

    /** Returns whether there is a reader. */
    boolean isWanted() {
        return json || terminal.output();
    }

    /** Returns the text for a status; rates are those since the last one. */
    String of(BridgeStatus status) {
        long now = System.nanoTime();
        double seconds = Math.max(1, now - before) / NANOS_PER_SECOND;
        long messageRate = Math.round((status.messages() - messages) / seconds);
        long byteRate = Math.round((status.bytes() - bytes) / seconds);
        before = now;
        messages = status.messages();
        bytes = status.bytes();
        Instant time = Instant.now();
        return json
                ? StatusJson.line(new Sample(time.toString(), messageRate, byteRate, status)) + "\n"
                : screen.show(String.format(Locale.ROOT, "%s  %d messages/s  %.1f MiB/s%n%n",
                        time.truncatedTo(ChronoUnit.SECONDS), messageRate, byteRate / MEBIBYTE)
                        + BridgeTable.of(List.of(status)).fit(terminal.columns(), 1));
    }
}
