package io.rondo.client.crash;

import io.rondo.client.crash.Debugger.Event;
import io.rondo.client.crash.Debugger.Kind;
import io.rondo.client.crash.Debugger.Line;
import io.rondo.client.crash.Debugger.Location;
import io.rondo.client.crash.Debugger.Method;
import io.rondo.client.crash.Debugger.Request;
import io.rondo.client.crash.Debugger.Type;
import io.rondo.client.support.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A child JVM under a debugger: it runs up to a line of source, where all its threads halt. */
public final class HaltedJvm implements AutoCloseable {
    private static final String LISTENING = "Listening for transport dt_socket at address: ";
    private static final String AGENT = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0";

    private final ChildJvm child;
    private final Debugger debugger;
    private Event halted;

    private HaltedJvm(ChildJvm child, Debugger debugger) {
        this.child = child;
        this.debugger = debugger;
    }

    /** Starts it; it halts before its first instruction. */
    public static HaltedJvm start(Path directory, Class<?> main, Object... arguments) throws Exception {
        return startWith(SmallJvm.CLIENT, directory, main, arguments);
    }

    /** Starts it with the flags of {@code jvms}; it halts before its first instruction. */
    public static HaltedJvm startWith(SmallJvm jvms, Path directory, Class<?> main, Object... arguments)
            throws Exception {
        ChildJvm child = jvms.startDebugged(directory, AGENT, main, arguments);
        try {
            String line = child.answer();
            if (!line.startsWith(LISTENING)) {
                throw new AssertionError("no debug agent: " + child);
            }
            HaltedJvm jvm = new HaltedJvm(child,
                    new Debugger(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip())));
            jvm.await(Kind.VM_START, "its start");
            return jvm;
        } catch (Throwable e) {
            child.close();
            throw e;
        }
    }

    /** Lets it run until it is about to execute the line for the nth time from now on. */
    public void runTo(SourceLine line, int times) throws Exception {
        Request breakpoint = debugger.requestBreakpoint(location(line), times);
        debugger.resume();
        halted = await(Kind.BREAKPOINT, line + ", " + times + " times");
        debugger.clear(breakpoint);
    }

    private Location location(SourceLine line) throws IOException {
        Type type = load(line.type());
        List<Integer> candidates = line.candidates();
        List<Line> lines = new ArrayList<>();
        List<Location> locations = new ArrayList<>();
        for (Method method : debugger.methods(type)) {
            if (method.name().equals(line.method())) {
                for (Line each : debugger.lines(type.id(), method.id())) {
                    if (candidates.contains(each.number())) {
                        lines.add(each);
                        locations.add(new Location(type.tag(), type.id(), method.id(), each.index()));
                    }
                }
            }
        }
        if (lines.stream().map(Line::number).distinct().count() != 1) {
            throw new AssertionError("not one line but " + lines + " for " + line);
        }
        return locations.stream().min(Comparator.comparingLong(Location::index)).orElseThrow();
    }

    private Type load(Class<?> type) throws IOException {
        Type loaded = debugger.loaded(type.getName());
        if (loaded != null) {
            return loaded;
        }
        Request loading = debugger.requestLoading(type.getName());
        debugger.resume();
        Type prepared = await(Kind.CLASS_PREPARE, "loading of " + type).type();
        debugger.clear(loading);
        return prepared;
    }

    /** Lets it execute the statement it halted at. */
    public void runOver(SourceLine line) throws Exception {
        Location start = halted.location();
        List<Line> lines = debugger.lines(start.type(), start.method());
        int first = number(lines, start.index());
        int last = line.lastLine(first);
        Request steps = debugger.requestSteps(halted.thread());
        Location now;
        do {
            debugger.resume();
            now = await(Kind.SINGLE_STEP, "the end of " + line).location();
        } while (now.method() == start.method() && number(lines, now.index()) >= first
                && number(lines, now.index()) <= last);
        debugger.clear(steps);
    }

    private static int number(List<Line> lines, long index) {
        return lines.stream().filter(line -> line.index() <= index).max(Comparator.comparingLong(Line::index))
                .orElseThrow().number();
    }

    /** Lets it run on for good. */
    public void proceed() throws IOException {
        debugger.resume();
    }

    private Event await(Kind kind, String what) {
        try {
            return debugger.await(kind);
        } catch (IOException e) {
            throw new AssertionError("no event before " + what + ": " + child, e);
        }
    }

    public ChildJvm child() {
        return child;
    }

    public void kill() throws InterruptedException {
        child.kill();
    }

    @Override
    public void close() throws IOException {
        try {
            debugger.close();
        } finally {
            child.close();
        }
    }
}
