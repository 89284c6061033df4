package io.rondo.client.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.StringJoiner;

/**
 * A child JVM in which several {@linkplain Victim victims} halt, each on a thread and a channel of its own, and die at once by
 * one SIGKILL.
 */
public final class VictimJvm implements AutoCloseable {
    private final HaltedJvm jvm;

    private VictimJvm(HaltedJvm jvm) {
        this.jvm = jvm;
    }

    /** Starts it, without victims. */
    static VictimJvm start(SmallJvm jvms, Path directory) throws Exception {
        HaltedJvm jvm = HaltedJvm.startWith(jvms, directory, VictimMain.class);
        try {
            jvm.threads().haltEachAt(VictimMain.GATE);
            return new VictimJvm(jvm);
        } catch (Throwable e) {
            jvm.close();
            throw e;
        }
    }

    /** Starts a victim, which halts before its first instruction. The victims that run must have halted. */
    public HaltedThreads add(Path directory, String channel, Class<? extends Victim> victim, Object... arguments)
            throws IOException {
        StringJoiner line = new StringJoiner(VictimMain.SEPARATOR).add(victim.getName()).add(directory.toString())
                .add(channel);
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        jvm.child().send(line.toString());
        return jvm.threads().next("the start of " + line);
    }

    long pid() {
        return jvm.child().pid();
    }

    void kill() throws InterruptedException {
        jvm.kill();
    }

    @Override
    public void close() throws IOException {
        jvm.close();
    }
}
