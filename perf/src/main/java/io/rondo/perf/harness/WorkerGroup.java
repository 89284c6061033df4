package io.rondo.perf.harness;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.measure.Side;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.worker.Assignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The processes of a competitor at a point: its relay, consumers and producers, of which the first producer leads. */
final class WorkerGroup implements CompetitorProcesses {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    /** Longer than the grace period of the workers' own watchdog, which has the more specific message. */
    private static final Duration GRACE = Duration.ofSeconds(75);

    private final CompetitorType type;
    private final Point point;
    private final int capacity;
    private final Path directory;
    private final Path disk;
    /** Null without a replay. */
    private final Capture capture;
    private final Workers provider;
    /** The relay and the consumers first, the leader last: they are told to run in this order. */
    private final Map<Role, Child> workers = new LinkedHashMap<>();

    /** A group; its directories are made in those of {@code places}, {@code capture} may be null. */
    WorkerGroup(CompetitorType type, Point point, int capacity, Places places, Capture capture) {
        this(type, point, capacity, places, capture, WorkerProgram.MEASURING);
    }

    /** With other processes. */
    WorkerGroup(CompetitorType type, Point point, int capacity, Places places, Capture capture,
            Workers provider) {
        this.type = type;
        this.point = point;
        this.capacity = capacity;
        directory = places.rings().resolve(type.label());
        disk = places.disk().resolve(type.label());
        this.capture = point.pattern() == Pattern.REPLAY ? capture : null;
        this.provider = provider;
    }

    @Override
    public String name() {
        return type.label();
    }

    @Override
    public String description() {
        return type.description();
    }

    @Override
    public long capacity() {
        return type.memory(settings(new Role(Side.PRODUCER, 0)));
    }

    private CompetitorSettings settings(Role role) {
        return new CompetitorSettings(directory, disk, capacity, point, role);
    }

    @Override
    public CompetitorKind kind() {
        return type.kind();
    }

    @Override
    public void start() {
        create(directory);
        create(disk);
        if (type.isOneProcess()) {
            start(new Role(Side.PRODUCER, 0));
            return;
        }
        if (point.pattern().isRelayed()) {
            start(new Role(Side.RELAY, 0));
        }
        for (int i = 0; point.pattern().hasConsumers() && i < type.consumers(point); i++) {
            start(new Role(Side.CONSUMER, i));
        }
        for (int i = point.producers() - 1; i >= 0; i--) {
            start(new Role(Side.PRODUCER, i));
        }
    }

    private void create(Path path) {
        try {
            Files.createDirectory(path);
        } catch (IOException e) {
            throw new HarnessException(name() + ": cannot create " + path + ": " + e.getMessage(), e);
        }
    }

    private void start(Role role) {
        workers.put(role, provider.start(name() + " " + role, new Assignment(type, settings(role), capture)));
    }

    @Override
    public void awaitReady() {
        Answers.of(workers, "ready", START_LIMIT);
    }

    @Override
    public Sample run(Duration slice) {
        String command = "run " + slice.toMillis();
        workers.values().forEach(worker -> worker.tell(command));
        Map<Role, Sample> samples = new LinkedHashMap<>();
        // Parked workers settle first, for a tenth of a slice.
        Duration limit = slice.plus(slice).plus(GRACE);
        Answers.of(workers, "ok ", limit).forEach((role, answer) -> samples.put(role, Sample.parse(answer)));
        return new GroupSample(name(), point.pattern().hasCompetingConsumers(), samples).merged();
    }

    @Override
    public void close() {
        provider.end(workers.values());
        workers.clear();
    }
}
