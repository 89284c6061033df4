package io.rondo.broker.bridge;

import io.rondo.broker.bridge.aeron.BridgeDriver;
import io.rondo.broker.thread.AgentThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/**
 * Runs the bridges of a process on one thread, and a media driver of the process with them: a message passes no other thread
 * between its local channel and the socket. Bridges open and close elsewhere. Thread-safe.
 */
final class BridgeAgent implements Agent, IdleStrategy, AutoCloseable {
    // As a media driver of Aeron. A driver that finds nothing makes system calls, so these take about 100 us, the round trip
    // to a host in the same rack. More yields keep the core from other threads.
    private static final int SPINS = 10;
    private static final int YIELDS = 20;
    private static final long SHORTEST_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(1);
    /** Of a thread that polls sockets, or buffers that another process fills: neither can wake it. */
    private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** While no other side is there. Less than the 100 ms in which a driver repeats what opens a stream. */
    private static final long LONGEST_LONELY_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BridgeDriver driver;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    // For the agent's thread.
    private final List<Bridge> bridges = new ArrayList<>();
    private int idleCycles;
    private long parkNanos = SHORTEST_PARK_NANOS;
    /** Null before the first bridge. Guarded by this. */
    private AgentThread thread;

    BridgeAgent(BridgeDriver driver) {
        this.driver = driver;
    }

    /** Starts the thread unless it runs: a bridge that opens needs a driver that answers. */
    synchronized void start() {
        if (thread == null) {
            thread = new AgentThread(this, this);
        }
    }

    /** Runs a bridge from now on. */
    void add(Bridge bridge) {
        commands.add(() -> bridges.add(bridge));
    }

    /** Runs a bridge no more, and then calls an action on the thread of the agent. */
    void remove(Bridge bridge, Runnable then) {
        commands.add(() -> {
            bridges.remove(bridge);
            then.run();
        });
    }

    @Override
    public int doWork() {
        int work = driver.invoke();
        Runnable command = commands.poll();
        while (command != null) {
            command.run();
            command = commands.poll();
        }
        for (Bridge bridge : bridges) {
            work += bridge.doWork();
        }
        return work;
    }

    @Override
    public void idle(int work) {
        if (work > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (idleCycles < SPINS) {
            idleCycles++;
            Thread.onSpinWait();
        } else if (idleCycles < SPINS + YIELDS) {
            idleCycles++;
            Thread.yield();
        } else {
            park();
        }
    }

    /** A local message ends the sleep, if only one bridge sends. */
    private void park() {
        boolean lonely = true;
        int sources = 0;
        Bridge source = null;
        for (Bridge bridge : bridges) {
            lonely &= bridge.isLonely();
            if (bridge.isSource()) {
                sources++;
                source = bridge;
            }
        }
        if (sources != 1 || !source.await(parkNanos)) {
            LockSupport.parkNanos(parkNanos);
        }
        parkNanos = Math.min(2 * parkNanos, lonely ? LONGEST_LONELY_PARK_NANOS : LONGEST_PARK_NANOS);
    }

    @Override
    public void reset() {
        idleCycles = 0;
        parkNanos = SHORTEST_PARK_NANOS;
    }

    @Override
    public String roleName() {
        return "bridges";
    }

    /** Ends the thread, after the bridges. */
    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.end();
            thread.join();
        }
    }
}
