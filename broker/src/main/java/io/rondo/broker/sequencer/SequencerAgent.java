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
 * Runs the duty cycles of several sequencers in turn, and sleeps while none has work. {@link #execute}, {@link #wake()}
 * and {@link #stop()} are thread-safe; the rest is confined to the agent's thread.
 */
public final class SequencerAgent implements Agent {
    /** The most sequencers of an agent: one word of its sleep for each. */
    public static final int MAX_SEQUENCERS = GroupParker.MAX_WORDS;

    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    /** The time for which the agent looks again at once: a yield would add half a microsecond to a message. */
    private static final long SPIN_NANOS = 10_000L;
    /** A wake-up costs about this much, so the agent yields until then before it sleeps. */
    private static final long YIELD_NANOS = 50_000L;
    private static final long DRAIN_PAUSE_NANOS = 100_000L;

    private final DutyCycles cycles;
    private final long drainNanos;
    private final BiConsumer<Sequencer, String> onFailed;
    private final GroupParker parker = new GroupParker();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<Sequencer> sequencers = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * Creates an agent without sequencers.
     *
     * @param cycles counts its duty cycles; has the name of its thread
     * @param drainNanos the longest time for which the end waits until the topics are drained
     * @param onFailed called on the agent's thread for a sequencer that has failed and was closed, with the reason
     */
    public SequencerAgent(DutyCycles cycles, long drainNanos, BiConsumer<Sequencer, String> onFailed) {
        this.cycles = cycles;
        this.drainNanos = drainNanos;
        this.onFailed = onFailed;
    }

    /** Adds a sequencer, which the agent closes. */
    public void add(Sequencer sequencer) {
        execute(() -> sequencers.add(sequencer));
    }

    /** Closes a sequencer that this agent runs, and reports it as failed; does nothing if it was closed before. */
    public void fail(Sequencer sequencer, String reason) {
        execute(() -> {
            if (sequencers.remove(sequencer)) {
                end(sequencer, reason);
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
        for (int i = 0; i < sequencers.size(); i++) {
            Sequencer sequencer = sequencers.get(i);
            try {
                work += sequencer.doWork();
            } catch (RuntimeException | Error e) {
                sequencers.remove(i--);
                end(sequencer, String.valueOf(e.getMessage()));
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

    private void end(Sequencer sequencer, String reason) {
        LOG.log(Level.ERROR, "topic {0} is not sequenced any more: {1}", sequencer.topic(), reason);
        try {
            sequencer.close();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "topic {0}: {1}", sequencer.topic(), e.getMessage());
        } finally {
            onFailed.accept(sequencer, reason);
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
        for (int i = 0; i < sequencers.size(); i++) {
            parker.add(sequencers.get(i).waitsFor());
        }
        parker.announce();
        if (stopping || !commands.isEmpty()) {
            return;
        }
        long longest = Condition.MAX_SLEEP_NANOS;
        for (int i = 0; i < sequencers.size(); i++) {
            Sequencer sequencer = sequencers.get(i);
            if (sequencer.hasWork()) {
                return;
            }
            longest = Math.min(longest, sequencer.beforeSleep());
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
        for (Sequencer sequencer : sequencers) {
            try {
                sequencer.close();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "topic {0}: {1}", sequencer.topic(), e.getMessage());
            }
        }
        sequencers.clear();
        parker.close();
        cycles.end();
    }

    /** Does not wait for a topic with a subscriber that holds the space: its messages stay in the ingress. */
    private boolean isDrained() {
        return sequencers.stream().allMatch(sequencer -> sequencer.isDrained() || sequencer.isBlocked());
    }

    @Override
    public String roleName() {
        return cycles.name();
    }
}
