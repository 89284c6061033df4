package io.rondo.perf.soak;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.SegmentObserver;
import io.rondo.perf.harness.PrivateDirectory;
import io.rondo.perf.soak.SoakLedger.Life;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;

/** A soak: several producers, which are killed about a second after their start, and one consumer. */
public final class SoakRun {
    private static final long MOST_LIFE_NANOS = 2_000_000_000L;
    private static final long LOOK_NANOS = 5_000_000L;
    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final Duration REPORT = Duration.ofSeconds(30);
    private static final int BATCH = 256;
    /** The length that marks the last message. */
    private static final int END_LENGTH = 0;

    private final SoakOptions options;
    private final PrintStream out;
    private final PrintStream err;
    private final SoakLedger ledger;
    private final Map<Life, Long> published = new ConcurrentHashMap<>();
    private final long end;
    private volatile String failure;
    private boolean ended;
    private long longestPauseNanos;

    /** Creates a run, which begins now. */
    public SoakRun(SoakOptions options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
        ledger = new SoakLedger(err);
        end = System.nanoTime() + options.duration().toNanos();
    }

    /**
     * Runs to the end.
     *
     * @return whether there were no errors
     */
    public boolean run() throws InterruptedException {
        out.printf("soak for %d s: %d producers, a ring of %d bytes, seed %d%n", options.duration().toSeconds(),
                options.producers(), options.capacity(), options.seed());
        try (PrivateDirectory directory = PrivateDirectory.forRings();
                Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory.path()).build());
                Subscriber in = rondo.queue(SoakProducer.CHANNEL).capacity(options.capacity()).subscriber()) {
            List<Thread> keepers = IntStream.range(0, options.producers())
                    .mapToObj(producer -> Thread.ofVirtual().start(() -> keep(directory.path(), producer))).toList();
            Thread.ofVirtual().start(() -> endAfter(keepers, rondo));
            consume(in);
            for (Thread keeper : keepers) {
                keeper.join();
            }
            published.forEach(ledger::published);
            out.println(ledger);
            out.printf(Locale.ROOT, "%d producers killed, %d claims of theirs recovered, longest pause %d ms%n",
                    published.size(), recovered(directory.path()), longestPauseNanos / 1_000_000);
        }
        if (failure != null) {
            err.println(failure);
        }
        return failure == null && ledger.isClean() && !published.isEmpty();
    }

    /** Starts and kills producers in sequence. */
    private void keep(Path directory, int producer) {
        Random random = new Random(options.seed() + producer);
        try {
            for (int incarnation = 1; goesOn(incarnation); incarnation++) {
                Path file = directory.resolve("progress-" + producer + "-" + incarnation);
                SoakProgress progress = new SoakProgress(file);
                Process process = start(directory, producer, incarnation, file);
                // The lifetime counts from the first message, so that a busy machine does not make all lifetimes empty.
                while (progress.get() == 0 && process.isAlive() && goesOn(incarnation)) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                long life = random.nextLong(MOST_LIFE_NANOS);
                LockSupport.parkNanos(Math.min(life, end - System.nanoTime()));
                if (!process.isAlive()) {
                    failure = "producer " + producer + " ended by itself: exit code " + process.exitValue();
                }
                process.destroyForcibly().waitFor();
                published.put(new Life(producer, incarnation), progress.get());
                Files.delete(file);
            }
        } catch (IOException e) {
            failure = "producer " + producer + " cannot be started: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On a busy machine a short run may end before the first message, so the first incarnation is always waited for. */
    private boolean goesOn(int incarnation) {
        return failure == null && (incarnation == 1 || end - System.nanoTime() > 0);
    }

    private static Process start(Path directory, int producer, int incarnation, Path file) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                SoakProducer.class.getName(), String.valueOf(producer), String.valueOf(incarnation), file.toString());
        builder.environment().put("RONDO_DIR", directory.toString());
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** After the end of all producers, publishes the last message. */
    private void endAfter(List<Thread> keepers, Rondo rondo) {
        try {
            for (Thread keeper : keepers) {
                keeper.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Publisher last = rondo.queue(SoakProducer.CHANNEL).publisher()) {
            last.publish(Buffers.allocate(1), 0, END_LENGTH);
        }
    }

    private void consume(Subscriber in) {
        long started = System.nanoTime();
        long before = started;
        long reported = started;
        while (!ended && failure == null) {
            int count = in.receive(this::onMessage, BATCH, STALLED);
            long now = System.nanoTime();
            if (count == 0) {
                failure = "no message for " + STALLED.toSeconds() + " s";
            }
            if (published.size() >= options.producers()) {
                longestPauseNanos = Math.max(longestPauseNanos, now - before);
            }
            before = now;
            if (now - reported > REPORT.toNanos()) {
                reported = now;
                out.println((now - started) / 1_000_000_000 + " s, " + published.size() + " killed: " + ledger);
            }
        }
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        if (length == END_LENGTH) {
            ended = true;
        } else {
            ledger.received(buffer, offset, length);
        }
    }

    private static long recovered(Path directory) {
        try (SegmentObserver observer = new ChannelStore(ChannelDirectory.of(directory, null))
                .observe(SoakProducer.CHANNEL)) {
            return observer.table().list().stream().mapToLong(info -> info.count(Counter.RECOVERED)).sum();
        }
    }
}
