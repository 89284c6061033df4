package io.rondo.perf.harness;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.measure.Scenario;
import io.rondo.perf.measure.Side;
import io.rondo.perf.peer.PeerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two JVMs, the two sides of one transport. */
final class WorkerPair implements Contestant {
    private static final String WORKER = "io.rondo.perf.worker.Worker";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final PeerType type;
    private final Child leader;
    private final Child follower;

    /** Starts both; {@code directory} is where the pair's own directory is made. */
    WorkerPair(PeerType type, Scenario scenario, int length, int capacity, Path directory) {
        this.type = type;
        Path own = directory.resolve(type.label() + "-" + scenario.name().toLowerCase(Locale.ROOT) + "-" + length);
        try {
            Files.createDirectory(own);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + own, e);
        }
        List<String> last = List.of(own.toString(), Integer.toString(capacity), Integer.toString(length));
        leader = start(type, scenario, Side.LEADER, last);
        follower = start(type, scenario, Side.FOLLOWER, last);
    }

    private static Child start(PeerType type, Scenario scenario, Side side, List<String> last) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(inheritedFlags());
        command.addAll(List.of("-Xms128m", "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(type.jvmArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WORKER));
        command.addAll(List.of(type.label(), scenario.name(), side.name()));
        command.addAll(last);
        return new Child(type.label() + " " + side, command);
    }

    /** What this JVM was given from config/jvm.options: access to modules and native memory. */
    private static List<String> inheritedFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(flag -> flag.startsWith("--"))
                .toList();
    }

    @Override
    public String name() {
        return type.label();
    }

    @Override
    public void awaitReady() {
        leader.await("ready", START_LIMIT);
        follower.await("ready", START_LIMIT);
    }

    @Override
    public Sample run(Duration slice) {
        String command = "run " + slice.toMillis();
        follower.tell(command);
        leader.tell(command);
        Sample sent = Sample.parse(leader.await("ok ", slice.plus(GRACE)));
        Sample received = Sample.parse(follower.await("ok ", GRACE));
        if (sent.get(Metric.COUNT) != received.get(Metric.COUNT)) {
            throw new HarnessException(
                    name() + ": " + sent.get(Metric.COUNT) + " messages sent, " + received.get(Metric.COUNT)
                            + " received");
        }
        return sent.and(received);
    }

    @Override
    public void close() {
        leader.close();
        follower.close();
    }
}
