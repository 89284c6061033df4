package io.rondo.broker.sequencer;

import io.rondo.core.sync.GroupParker;
import io.rondo.broker.health.DutyCycles;
import io.rondo.core.wait.Condition;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/**
 * Runs the duty cycles of several topics in turn, and sleeps while none has work. {@link #execute}, {@link #wake()}
 * and {@link #stop()} are thread-safe; the rest is confined to the agent's thread.
 */
public final class SequencerAgent implements Agent {
    /** The most topics of an agent: one word of its sleep for each. */
    public static final int MAX_SEQUENCERS = GroupParker.MAX_WORDS;

    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    /** The time for which the agent looks again at once: a yield would add half a microsecond to a message. */
    private static final long SPIN_NANOS = 10_000L;
    /** A wake-up costs about this much, so the agent yields until then before it sleeps. */
    private static final long YIELD_NANOS = 50_000L;
    private static final long DRAIN_PAUSE_NANOS = 100_000L;

    private final DutyCycles cycles;
    private final long drainNanos;
    private final BiConsumer<TopicTask, String> onFailed;
    private final GroupParker parker = new GroupParker();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<TopicTask> tasks = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * Creates an agent without topics.
     *
     * @param cycles counts its duty cycles; has the name of its thread
     * @param drainNanos the longest time for which the end waits until the topics are drained
     * @param onFailed called on the agent's thread for a task that has failed and was closed, with the reason
     */
    SequencerAgent(DutyCycles cycles, long drainNanos, BiConsumer<TopicTask, String> onFailed) {
        this.cycles = cycles;
        this.drainNanos = drainNanos;
        this.onFailed = onFailed;
    }

    /** Adds a task, which the agent closes. */
    void add(TopicTask task) {
        execute(() -> tasks.add(task));
    }

    /** Closes a task that this agent runs, and reports it as failed; does nothing if it was closed before. */
    void fail(TopicTask task, String reason) {
        execute(() -> {
            if (tasks.remove(task)) {
                end(task, reason);
            }
        });
    }

    /** Runs a command on the agent's thread. Commands that are executed after the end do not run. */
    public void execute(Runnable command) {
        commands.add(command);
        wake();
    }

    /** Ends the agent's sleep. */
    public void wake() {
        parker.wake();
    }

    /** Lets the agent sleep no more, before its runner is closed. */
    public void stop() {
        stopping = true;
        wake();
    }

    @Override
    public void onStart() {
        cycles.begin();
    }

    @Override
    public int doWork() {
        cycles.increment();
        int work = runCommands();
        for (int i = 0; i < tasks.size(); i++) {
            TopicTask task = tasks.get(i);
            try {
                work += task.doWork();
            } catch (RuntimeException | Error e) {
                tasks.remove(i--);
                end(task, String.valueOf(e.getMessage()));
            }
        }
        return work;
    }

    private int runCommands() {
        int count = 0;
        Runnable command = commands.poll();
        while (command != null) {
            command.run();
            count++;
            command = commands.poll();
        }
        return count;
    }

    private void end(TopicTask task, String reason) {
        LOG.log(Level.ERROR, "topic {0} is not sequenced any more: {1}", task.topic(), reason);
        try {
            task.close();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "topic {0}: {1}", task.topic(), e.getMessage());
        } finally {
            onFailed.accept(task, reason);
        }
    }

    /** Returns how the agent's runner waits: it spins for a moment, and then sleeps until a topic has work. */
    public IdleStrategy idleStrategy() {
        return new Idle();
    }

    private final class Idle implements IdleStrategy {
        private boolean idle;
        private long since;

        @Override
        public void idle(int workCount) {
            if (workCount > 0) {
                reset();
            } else {
                idle();
            }
        }

        @Override
        public void idle() {
            long now = System.nanoTime();
            if (!idle) {
                idle = true;
                since = now;
            }
            if (now - since < SPIN_NANOS) {
                Thread.onSpinWait();
            } else if (now - since < YIELD_NANOS || stopping) {
                Thread.yield();
            } else {
                park();
            }
        }

        @Override
        public void reset() {
            idle = false;
        }
    }

    private void park() {
        parker.begin();
        for (int i = 0; i < tasks.size(); i++) {
            parker.add(tasks.get(i).waitsFor());
        }
        parker.announce();
        if (stopping || !commands.isEmpty()) {
            return;
        }
        long longest = Condition.MAX_SLEEP_NANOS;
        for (int i = 0; i < tasks.size(); i++) {
            TopicTask task = tasks.get(i);
            if (task.hasWork()) {
                return;
            }
            longest = Math.min(longest, task.beforeSleep());
        }
        parker.sleep(longest);
    }

    /** Drains the topics and detaches from them. */
    @Override
    public void onClose() {
        // The runner may have interrupted the thread, which would disturb the files of a log.
        Thread.interrupted();
        runCommands();
        long deadline = System.nanoTime() + drainNanos;
        while (!isDrained() && System.nanoTime() - deadline < 0) {
            if (doWork() == 0) {
                LockSupport.parkNanos(DRAIN_PAUSE_NANOS);
            }
        }
        for (TopicTask task : tasks) {
            try {
                task.close();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "topic {0}: {1}", task.topic(), e.getMessage());
            }
        }
        tasks.clear();
        parker.close();
        cycles.end();
    }

    /** Does not wait for a topic with a subscriber that holds the space: its messages stay in the ingress. */
    private boolean isDrained() {
        return tasks.stream().allMatch(task -> task.isDrained() || task.isBlocked());
    }

    @Override
    public String roleName() {
        return cycles.name();
    }
}
