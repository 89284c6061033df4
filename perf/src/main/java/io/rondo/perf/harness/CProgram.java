package io.rondo.perf.harness;

import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The process of a {@link Limit}: a C program, which forks its other side. */
final class CProgram implements CompetitorProcesses {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Limit limit;
    private final List<String> command = new ArrayList<>();
    private Child child;

    CProgram(Limit limit, Path program, List<String> arguments) {
        this.limit = limit;
        command.add(program.toString());
        command.addAll(arguments);
    }

    @Override
    public String name() {
        return limit.label();
    }

    @Override
    public String description() {
        return limit.description();
    }

    @Override
    public long capacity() {
        return 0;
    }

    @Override
    public CompetitorKind kind() {
        return CompetitorKind.LIMIT;
    }

    @Override
    public void start() {
        child = new Child(name(), command);
    }

    @Override
    public void awaitReady() {
        child.await("ready", START_LIMIT);
    }

    @Override
    public Sample run(Duration slice) {
        child.tell("run " + slice.toMillis());
        return LimitAnswer.parse(child.await("ok ", slice.plus(GRACE)));
    }

    @Override
    public void close() {
        if (child != null) {
            child.finish(); // adds the CPU time of the process that it forked to that of this process
        }
    }
}
