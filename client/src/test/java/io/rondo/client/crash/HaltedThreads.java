package io.rondo.client.crash;

import io.rondo.client.crash.Debugger.Event;
import io.rondo.client.crash.Debugger.Kind;
import io.rondo.client.crash.Debugger.Line;
import io.rondo.client.crash.Debugger.Location;
import io.rondo.client.crash.Debugger.Method;
import io.rondo.client.crash.Debugger.Request;
import io.rondo.client.crash.Debugger.Scope;
import io.rondo.client.crash.Debugger.Type;
import io.rondo.client.support.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Threads of a debugged JVM, all or one of them: they run up to a line of source, where they halt. */
public final class HaltedThreads {
    private final ChildJvm child;
    private final Debugger debugger;
    private final Scope scope;
    private Event halted;

    HaltedThreads(ChildJvm child, Debugger debugger, Scope scope) {
        this(child, debugger, scope, null);
    }

    private HaltedThreads(ChildJvm child, Debugger debugger, Scope scope, Event halted) {
        this.child = child;
        this.debugger = debugger;
        this.scope = scope;
        this.halted = halted;
    }

    /** Waits until the JVM has started; it halts before its first instruction. */
    void awaitStart() {
        await(Kind.VM_START, "its start");
    }

    /** Lets them run until one is about to execute the line for the nth time from now on. */
    public void runTo(SourceLine line, int times) throws Exception {
        runTo(line, times, () -> {});
    }

    /** Does so for a line to which only an action leads, and runs it when the line cannot be missed any more. */
    public void runTo(SourceLine line, int times, Runnable action) throws Exception {
        AtomicBoolean begun = new AtomicBoolean();
        Runnable once = () -> {
            if (begun.compareAndSet(false, true)) {
                action.run();
            }
        };
        Request breakpoint = debugger.requestBreakpoint(scope, location(line, once), times);
        once.run();
        resume();
        halted = await(Kind.BREAKPOINT, line + ", " + times + " times");
        debugger.clear(breakpoint);
    }

    private Location location(SourceLine line, Runnable action) throws IOException {
        Type type = load(line.type(), action);
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

    /** Returns the type; if it is not loaded yet, runs the action and waits until it is. */
    private Type load(Class<?> type, Runnable action) throws IOException {
        Type loaded = debugger.loaded(type.getName());
        if (loaded != null) {
            return loaded;
        }
        Request loading = debugger.requestLoading(scope, type.getName());
        action.run();
        resume();
        halted = await(Kind.CLASS_PREPARE, "loading of " + type);
        debugger.clear(loading);
        return halted.type();
    }

    /** Lets the thread execute the statement at which it halted. */
    public void runOver(SourceLine line) throws Exception {
        Location start = halted.location();
        List<Line> lines = debugger.lines(start.type(), start.method());
        int first = number(lines, start.index());
        int last = line.lastLine(first);
        Request steps = debugger.requestSteps(scope, halted.thread());
        Location now;
        do {
            resume();
            now = await(Kind.SINGLE_STEP, "the end of " + line).location();
        } while (now.method() == start.method() && number(lines, now.index()) >= first
                && number(lines, now.index()) <= last);
        debugger.clear(steps);
    }

    private static int number(List<Line> lines, long index) {
        return lines.stream().filter(line -> line.index() <= index).max(Comparator.comparingLong(Line::index))
                .orElseThrow().number();
    }

    /** Halts each thread that is about to execute the line, alone; the JVM runs on. */
    void haltEachAt(SourceLine line) throws Exception {
        debugger.requestBreakpoint(Scope.ANY_THREAD, location(line, () -> {}));
        debugger.resume(scope);
    }

    /** The thread that was halted next. */
    HaltedThreads next(String what) {
        Event event = await(Kind.BREAKPOINT, what);
        return new HaltedThreads(child, debugger, Scope.of(event.thread()), event);
    }

    /** Any thread of the JVM, which halts alone; at first the one that halted here. */
    public HaltedThreads anyThread() {
        return new HaltedThreads(child, debugger, Scope.ANY_THREAD, halted);
    }

    private void resume() throws IOException {
        debugger.resume(scope == Scope.ANY_THREAD ? Scope.of(halted.thread()) : scope);
    }

    /** Lets them run on for good. */
    void proceed() throws IOException {
        debugger.resume(scope);
    }

    private Event await(Kind kind, String what) {
        try {
            return debugger.await(kind);
        } catch (IOException e) {
            throw new AssertionError("no event before " + what + ": " + child, e);
        }
    }
}
