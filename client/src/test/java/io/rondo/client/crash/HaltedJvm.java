package io.rondo.client.crash;

import io.rondo.client.support.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;

/** A child JVM under a debugger: it runs up to a line of source, where all its threads halt. */
final class HaltedJvm implements AutoCloseable {
    private static final String LISTENING = "Listening for transport dt_socket at address: ";
    private static final String AGENT = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0";

    private final ChildJvm child;
    private final Debugger debugger;
    private final HaltedThreads threads;

    private HaltedJvm(ChildJvm child, Debugger debugger) {
        this.child = child;
        this.debugger = debugger;
        threads = new HaltedThreads(child, debugger, Debugger.Scope.JVM);
    }

    /** Starts it; it halts before its first instruction. */
    static HaltedJvm start(Path directory, Class<?> main, Object... arguments) throws Exception {
        return startWith(SmallJvm.CLIENT, directory, main, arguments);
    }

    /** Starts it with the flags of {@code jvms}; it halts before its first instruction. */
    static HaltedJvm startWith(SmallJvm jvms, Path directory, Class<?> main, Object... arguments)
            throws Exception {
        ChildJvm child = jvms.startDebugged(directory, AGENT, main, arguments);
        try {
            String line = child.answer();
            if (!line.startsWith(LISTENING)) {
                throw new AssertionError("no debug agent: " + child);
            }
            HaltedJvm jvm = new HaltedJvm(child,
                    new Debugger(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip())));
            jvm.threads.awaitStart();
            return jvm;
        } catch (Throwable e) {
            child.close();
            throw e;
        }
    }

    /** Lets it run until a thread is about to execute the line for the nth time from now on. */
    void runTo(SourceLine line, int times) throws Exception {
        threads.runTo(line, times);
    }

    /** Lets it execute the statement it halted at. */
    void runOver(SourceLine line) throws Exception {
        threads.runOver(line);
    }

    /** Lets it run on for good. */
    void proceed() throws IOException {
        threads.proceed();
    }

    HaltedThreads threads() {
        return threads;
    }

    ChildJvm child() {
        return child;
    }

    void kill() throws InterruptedException {
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
