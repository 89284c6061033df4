package io.rondo.broker.sequencer;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.AgentRunner;

/** A thread that runs an agent. Thread-safe. */
final class SequencerWorker {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    private final SequencerAgent agent;
    private final AgentRunner runner;
    private final AtomicInteger topics = new AtomicInteger();

    /** Starts the thread. */
    SequencerWorker(SequencerAgent agent) {
        this.agent = agent;
        runner = new AgentRunner(agent.idleStrategy(),
                e -> LOG.log(Level.ERROR, "the agent " + agent.roleName() + " failed", e), null, agent);
        try {
            AgentRunner.startOnThread(runner, Thread.ofPlatform().daemon().factory());
        } catch (RuntimeException | Error e) {
            // The thread cannot start. The runner closes the agent in its place.
            runner.close();
            throw e;
        }
    }

    SequencerAgent agent() {
        return agent;
    }

    /** Returns the number of topics that the agent runs. */
    int topics() {
        return topics.get();
    }

    /** Adds to the number of topics. */
    void countTopics(int change) {
        topics.addAndGet(change);
    }

    /** Waits for the end of the agent, which was told to stop. */
    void close(int millis) {
        runner.close(millis, thread -> LOG.log(Level.ERROR, "thread {0} does not end", thread.getName()));
    }
}
