package io.rondo.client.crash;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The few commands of JDWP that halt a JVM at a line. The debugger of the JDK (JDI) requests an event for each class that is
 * loaded, which costs more than the JVM under test.
 */
final class Debugger implements Closeable {
    private static final int VIRTUAL_MACHINE = 1;
    private static final int CLASSES_BY_SIGNATURE = 2;
    private static final int ID_SIZES = 7;
    private static final int RESUME = 9;
    private static final int REFERENCE_TYPE = 2;
    private static final int METHODS = 5;
    private static final int METHOD = 6;
    private static final int LINE_TABLE = 1;
    private static final int THREAD_REFERENCE = 11;
    private static final int RESUME_THREAD = 3;
    private static final int EVENT_REQUEST = 15;
    private static final int SET = 1;
    private static final int CLEAR = 2;

    private static final byte SUSPEND_THREAD = 1;
    private static final byte SUSPEND_ALL = 2;
    private static final byte COUNT = 1;
    private static final byte THREAD_ONLY = 3;
    private static final byte CLASS_MATCH = 5;
    private static final byte LOCATION_ONLY = 7;
    private static final byte STEP = 10;
    private static final int STEP_LINE = 1;
    private static final int STEP_OVER = 1;
    private static final int IDS = 5;

    private final DebugConnection connection;

    /** The kinds of events. */
    enum Kind {
        SINGLE_STEP(1), BREAKPOINT(2), CLASS_PREPARE(8), VM_START(90);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }
    }

    /** A method of a loaded class. */
    record Method(long id, String name) {}

    /** A line of a method, and the index of its first instruction. */
    record Line(long index, int number) {}

    /** An instruction. */
    record Location(byte typeTag, long type, long method, long index) {
        private static Location get(ByteBuffer buffer) {
            return new Location(buffer.get(), buffer.getLong(), buffer.getLong(), buffer.getLong());
        }

        private ByteBuffer put(ByteBuffer buffer) {
            return buffer.put(typeTag).putLong(type).putLong(method).putLong(index);
        }
    }

    /** A loaded class or interface. */
    record Type(byte tag, long id) {}

    /** An enabled request for events. */
    record Request(Kind kind, int id) {}

    /**
     * The threads that cause events, and that halt at an event.
     *
     * @param thread 0 for any thread
     * @param policy which threads halt
     */
    record Scope(long thread, byte policy) {
        /** Any thread causes events, and all threads halt. */
        static final Scope JVM = new Scope(0, SUSPEND_ALL);
        /** Any thread causes events, and halts alone. */
        static final Scope ANY_THREAD = new Scope(0, SUSPEND_THREAD);

        /** One thread causes events, and halts alone. */
        static Scope of(long thread) {
            return new Scope(thread, SUSPEND_THREAD);
        }
    }

    Debugger(int port) throws IOException {
        connection = new DebugConnection(port);
        ByteBuffer sizes = connection.execute(VIRTUAL_MACHINE, ID_SIZES, DebugConnection.data());
        for (int i = 0; i < IDS; i++) {
            if (sizes.getInt() != Long.BYTES) {
                throw new IOException("ids of the debug agent do not have " + Long.BYTES + " bytes");
            }
        }
    }

    /** Lets the halted threads of a scope run on. */
    void resume(Scope scope) throws IOException {
        if (scope.thread == 0) {
            connection.execute(VIRTUAL_MACHINE, RESUME, DebugConnection.data());
        } else {
            connection.execute(THREAD_REFERENCE, RESUME_THREAD, DebugConnection.data().putLong(scope.thread));
        }
    }

    /** The loaded class of this name; null if it is not loaded. */
    Type loaded(String name) throws IOException {
        ByteBuffer reply = connection.execute(VIRTUAL_MACHINE, CLASSES_BY_SIGNATURE,
                DebugConnection.putString(DebugConnection.data(), "L" + name.replace('.', '/') + ";"));
        return reply.getInt() == 0 ? null : new Type(reply.get(), reply.getLong());
    }

    List<Method> methods(Type type) throws IOException {
        ByteBuffer reply = connection.execute(REFERENCE_TYPE, METHODS, DebugConnection.data().putLong(type.id));
        List<Method> methods = new ArrayList<>();
        for (int rest = reply.getInt(); rest > 0; rest--) {
            methods.add(new Method(reply.getLong(), DebugConnection.getString(reply)));
            // The signature and the modifiers.
            DebugConnection.getString(reply);
            reply.getInt();
        }
        return methods;
    }

    /** The lines of a method that has code, in the order of their instructions. */
    List<Line> lines(long type, long method) throws IOException {
        ByteBuffer reply = connection.execute(METHOD, LINE_TABLE,
                DebugConnection.data().putLong(type).putLong(method));
        // The first and the last index.
        reply.getLong();
        reply.getLong();
        List<Line> lines = new ArrayList<>();
        for (int rest = reply.getInt(); rest > 0; rest--) {
            lines.add(new Line(reply.getLong(), reply.getInt()));
        }
        return lines;
    }

    /** Halts when a thread of the scope loads the class of this name. */
    Request requestLoading(Scope scope, String name) throws IOException {
        ByteBuffer data = request(Kind.CLASS_PREPARE, scope, 1).put(CLASS_MATCH);
        return set(Kind.CLASS_PREPARE, DebugConnection.putString(data, name));
    }

    /** Halts before each execution of the instruction. */
    Request requestBreakpoint(Scope scope, Location location) throws IOException {
        return set(Kind.BREAKPOINT, location.put(request(Kind.BREAKPOINT, scope, 1).put(LOCATION_ONLY)));
    }

    /** Halts before the nth execution of the instruction by the scope from now on, and not again. */
    Request requestBreakpoint(Scope scope, Location location, int times) throws IOException {
        // The agent applies the modifiers in their order, so the count is of the events that the others let pass.
        ByteBuffer data = location.put(request(Kind.BREAKPOINT, scope, 2).put(LOCATION_ONLY));
        return set(Kind.BREAKPOINT, data.put(COUNT).putInt(times));
    }

    /** Halts at the beginning of each line that the thread executes in this method or its callers. */
    Request requestSteps(Scope scope, long thread) throws IOException {
        return set(Kind.SINGLE_STEP, request(Kind.SINGLE_STEP, scope, 1).put(STEP).putLong(thread).putInt(STEP_LINE)
                .putInt(STEP_OVER));
    }

    private static ByteBuffer request(Kind kind, Scope scope, int modifiers) {
        ByteBuffer data = DebugConnection.data().put(kind.code).put(scope.policy);
        return scope.thread == 0
                ? data.putInt(modifiers)
                : data.putInt(modifiers + 1).put(THREAD_ONLY).putLong(scope.thread);
    }

    private Request set(Kind kind, ByteBuffer data) throws IOException {
        return new Request(kind, connection.execute(EVENT_REQUEST, SET, data).getInt());
    }

    void clear(Request request) throws IOException {
        connection.execute(EVENT_REQUEST, CLEAR, DebugConnection.data().put(request.kind.code).putInt(request.id));
    }

    /** What halted a scope: the thread, and the type that was loaded or the location. */
    record Event(long thread, Type type, Location location) {}

    /** Waits for the next event of a kind. No two requests are enabled for one location, so a packet holds one event. */
    Event await(Kind kind) throws IOException {
        while (true) {
            ByteBuffer data = connection.nextEvents();
            // The suspend policy and the number of events.
            data.get();
            data.getInt();
            if (data.get() == kind.code) {
                // The request.
                data.getInt();
                long thread = data.getLong();
                return switch (kind) {
                    case VM_START -> new Event(thread, null, null);
                    case CLASS_PREPARE -> new Event(thread, new Type(data.get(), data.getLong()), null);
                    case BREAKPOINT, SINGLE_STEP -> new Event(thread, null, Location.get(data));
                };
            }
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
