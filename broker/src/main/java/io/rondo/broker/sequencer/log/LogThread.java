package io.rondo.broker.sequencer.log;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.DutyCycles;
import io.rondo.broker.health.Health;
import io.rondo.broker.thread.AgentThread;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/**
 * One thread that runs the agents of several logs in turn, and sleeps while none has work. Its agents may block in the
 * kernel, so it has nothing to do with a sequencer. Thread-safe.
 */
final class LogThread implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    /** The longest sleep: agents also do what is due at a time. */
    private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration LONGEST_END = Duration.ofMinutes(1);

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final String role;
    private final Health health;
    private final DutyCycles cycles;
    private final AgentThread thread;

    /**
     * Starts the thread, {@code rondo-<role>}.
     *
     * @param role what the thread does
     * @param health gets alarms, and watches the thread
     */
    LogThread(String role, Health health) {
        this.role = role;
        this.health = health;
        cycles = health.watchdog().watch("rondo-" + role);
        thread = new AgentThread(new Turn(), new Sleep());
    }

    /** An agent of the thread. */
    private static final class Entry {
        private final Agent agent;
        /** Guarded by this. */
        private boolean removed;

        Entry(Agent agent) {
            this.agent = agent;
        }
    }

    /**
     * Adds an agent.
     *
     * @return removes it; when that returns, the agent does not run and never will
     */
    Runnable add(Agent agent) {
        Entry entry = new Entry(agent);
        entries.add(entry);
        wake();
        return () -> remove(entry);
    }

    private void remove(Entry entry) {
        // The monitor is free when its last duty cycle has ended.
        synchronized (entry) {
            entry.removed = true;
        }
        entries.remove(entry);
    }

    /** Ends the sleep, or makes the next one end at once. */
    void wake() {
        thread.wake();
    }

    /** Ends the thread; the agents were removed. */
    @Override
    public void close() {
        thread.end();
        if (!thread.join(LONGEST_END)) {
            LOG.log(Level.ERROR, "thread {0} does not end: it may wait for the disk", cycles.name());
        }
    }

    /** One duty cycle of each agent. */
    private final class Turn implements Agent {
        @Override
        public void onStart() {
            cycles.begin();
        }

        @Override
        public int doWork() {
            cycles.increment();
            int work = 0;
            for (Entry entry : entries) {
                cycles.increment();
                synchronized (entry) {
                    if (!entry.removed) {
                        work += run(entry);
                    }
                }
            }
            return work;
        }

        private int run(Entry entry) {
            Agent agent = entry.agent;
            try {
                return agent.doWork();
            } catch (Exception | Error e) {
                LOG.log(Level.ERROR, agent.roleName() + " failed and is not run again", e);
                health.alarms().raise(AlarmKind.AGENT_FAILED, agent.roleName(), true, agent.roleName()
                        + " failed and is not run again: " + e + ": start the broker again, and report the failure");
                remove(entry);
                return 0;
            }
        }

        @Override
        public void onClose() {
            cycles.end();
        }

        @Override
        public String roleName() {
            return role;
        }
    }

    /** An unpark that comes before the park ends it, so no announcement and no fence are needed. */
    private static final class Sleep implements IdleStrategy {
        @Override
        public void idle(int workCount) {
            if (workCount == 0) {
                idle();
            }
        }

        @Override
        public void idle() {
            LockSupport.parkNanos(SLEEP_NANOS);
        }

        @Override
        public void reset() {
            // It has no state.
        }
    }
}
