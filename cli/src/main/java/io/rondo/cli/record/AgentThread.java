package io.rondo.cli.record;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/**
 * Runs an agent on a thread until it is told to end or the agent fails. Never interrupts the agent: an interrupt would close
 * the file that it syncs. Thread-safe.
 */
final class AgentThread {
    private final Agent agent;
    private final IdleStrategy idle;
    private final Thread thread;
    private volatile boolean ending;
    private volatile Throwable failure;

    /** Starts the thread. */
    AgentThread(Agent agent, IdleStrategy idle) {
        this.agent = agent;
        this.idle = idle;
        thread = Thread.ofPlatform().daemon().name("rondo-" + agent.roleName()).start(this::run);
    }

    private void run() {
        try {
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
    boolean isRunning() {
        return thread.isAlive();
    }

    /** Lets the agent end, without waiting for it. */
    void end() {
        ending = true;
    }

    /** Waits until the agent has ended; an interrupt does not shorten the wait. */
    void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns why the agent failed; null if it did not. */
    Throwable failure() {
        return failure;
    }
}
