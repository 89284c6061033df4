package io.rondo.client.crash;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.event.VMStartEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.StepRequest;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A child JVM under a debugger: it runs up to a line of source, where all its threads halt. */
public final class HaltedJvm implements AutoCloseable {
    private static final String LISTENING = "Listening for transport dt_socket at address: ";
    private static final String DEBUGGER = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0";

    private final ChildJvm child;
    private final VirtualMachine vm;
    private ThreadReference thread;

    private HaltedJvm(ChildJvm child, VirtualMachine vm) {
        this.child = child;
        this.vm = vm;
    }

    /** Starts it; it halts before its first instruction. */
    public static HaltedJvm start(Path directory, Class<?> main, Object... arguments) throws Exception {
        return startWith(directory, List.of(), main, arguments);
    }

    /** Starts it with further JVM flags; it halts before its first instruction. */
    public static HaltedJvm startWith(Path directory, List<String> flags, Class<?> main, Object... arguments)
            throws Exception {
        ChildJvm child = SmallJvm.startDebugged(directory,
                Stream.concat(flags.stream(), Stream.of(DEBUGGER)).toList(), main, arguments);
        try {
            String line = child.answer();
            if (!line.startsWith(LISTENING)) {
                throw new AssertionError("no debugger: " + child);
            }
            HaltedJvm jvm = new HaltedJvm(child, attach(line.substring(LISTENING.length())));
            jvm.await(VMStartEvent.class, "its start");
            return jvm;
        } catch (Throwable e) {
            child.close();
            throw e;
        }
    }

    private static VirtualMachine attach(String address) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(one -> one.name().equals("com.sun.jdi.SocketAttach")).findFirst().orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue(address.substring(0, Math.max(0, address.indexOf(':'))).isEmpty()
                ? "127.0.0.1"
                : address.substring(0, address.indexOf(':')));
        arguments.get("port").setValue(address.substring(address.indexOf(':') + 1));
        return connector.attach(arguments);
    }

    /** Lets it run until it is about to execute the line for the nth time from now on. */
    public void runTo(SourceLine line, int times) throws Exception {
        BreakpointRequest breakpoint = vm.eventRequestManager().createBreakpointRequest(location(line));
        breakpoint.addCountFilter(times);
        breakpoint.enable();
        vm.resume();
        thread = await(BreakpointEvent.class, line + ", " + times + " times").thread();
        breakpoint.disable();
    }

    private Location location(SourceLine line) throws Exception {
        ReferenceType type = load(line.type());
        List<Location> locations = line.candidates().stream().flatMap(number -> locations(type, number))
                .filter(location -> location.method().name().equals(line.method())).toList();
        if (locations.stream().map(Location::lineNumber).distinct().count() != 1) {
            throw new AssertionError("not one line but " + locations + " for " + line);
        }
        return locations.stream().min(Comparator.comparingLong(Location::codeIndex)).orElseThrow();
    }

    private ReferenceType load(Class<?> type) throws InterruptedException {
        List<ReferenceType> loaded = vm.classesByName(type.getName());
        if (!loaded.isEmpty()) {
            return loaded.getFirst();
        }
        ClassPrepareRequest request = vm.eventRequestManager().createClassPrepareRequest();
        request.addClassFilter(type.getName());
        request.enable();
        vm.resume();
        ReferenceType prepared = await(ClassPrepareEvent.class, "loading of " + type).referenceType();
        request.disable();
        return prepared;
    }

    private static Stream<Location> locations(ReferenceType type, int line) {
        try {
            return type.locationsOfLine(line).stream();
        } catch (AbsentInformationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets it execute the statement it halted at. */
    public void runOver(SourceLine line) throws Exception {
        Location start = thread.frame(0).location();
        int last = line.lastLine(start.lineNumber());
        StepRequest step = vm.eventRequestManager().createStepRequest(thread, StepRequest.STEP_LINE,
                StepRequest.STEP_OVER);
        step.enable();
        Location now;
        do {
            vm.resume();
            now = await(StepEvent.class, "the end of " + line).location();
        } while (now.method().equals(start.method()) && now.lineNumber() >= start.lineNumber()
                && now.lineNumber() <= last);
        step.disable();
    }

    /** Lets it run on for good. */
    public void proceed() {
        vm.resume();
    }

    private <T extends Event> T await(Class<T> type, String what) throws InterruptedException {
        while (true) {
            try {
                EventSet events = vm.eventQueue().remove(TimeUnit.SECONDS.toMillis(Watchdog.SECONDS));
                if (events == null) {
                    throw new AssertionError("waited in vain for " + what + ": " + child);
                }
                for (Event event : events) {
                    if (type.isInstance(event)) {
                        return type.cast(event);
                    }
                }
            } catch (VMDisconnectedException e) {
                throw new AssertionError("ended before " + what + ": " + child, e);
            }
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
        child.close();
    }
}
