package io.rondo.broker.thread;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/**
 * Runs an agent on a thread until {@link #end} or a failure. Never interrupts the agent: an interrupt would close the file that
 * it syncs. Thread-safe.
 */
public final class AgentThread {
    private final Agent agent;
    private final IdleStrategy idle;
    private final Thread thread;
    private volatile boolean ending;
    private volatile Throwable failure;

    /**
     * Starts the thread.
     *
     * @param agent its role is part of the name of the thread
     * @param idle called after each duty cycle, with the amount of work
     */
    public AgentThread(Agent agent, IdleStrategy idle) {
        this.agent = agent;
        this.idle = idle;
        thread = Thread.ofPlatform().daemon().name("rondo-" + agent.roleName()).start(this::run);
    }

    private void run() {
        try {
            agent.onStart();
            while (!ending) {
                idle.idle(agent.doWork());
            }
        } catch (Exception | Error e) {
            failure = e;
        }
        try {
            agent.onClose();
        } catch (RuntimeException | Error e) {
            failure = failure == null ? e : failure;
        }
    }

    /** Returns whether the agent runs. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Ends the park of an idle strategy, or the next one if the thread is not parked. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    /** Lets the agent end after its duty cycle, without waiting for it. */
    public void end() {
        ending = true;
        wake();
    }

    /** Waits until the agent has ended; an interrupt does not shorten the wait. */
    public void join() {
        join(Duration.ofNanos(Long.MAX_VALUE));
    }

    /**
     * Waits until the agent has ended; an interrupt does not shorten the wait.
     *
     * @param longest time to wait; 0 to only look
     * @return whether it has ended
     */
    public boolean join(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        boolean interrupted = false;
        boolean ended = !thread.isAlive();
        long rest = longest.toNanos();
        while (!ended && rest > 0) {
            try {
                ended = thread.join(Duration.ofNanos(rest));
            } catch (InterruptedException e) {
                interrupted = true;
            }
            rest = deadline - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }

    /** Returns why the agent failed; null if it did not. */
    public Throwable failure() {
        return failure;
    }
}
