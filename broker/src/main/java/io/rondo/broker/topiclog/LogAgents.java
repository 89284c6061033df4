package io.rondo.broker.topiclog;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.retention.Retention;
import org.agrona.concurrent.Agent;

/** What the shared threads do for one log: sync it, make its files and delete old ones. */
final class LogAgents {
    private final LogThread syncs;
    private final LogThread files;
    private final Retention retention;
    private Agent syncer;
    private Agent preparer;
    private Agent deletion;

    LogAgents(LogThread syncs, LogThread files, Retention retention) {
        this.syncs = syncs;
        this.files = files;
        this.retention = retention;
    }

    /**
     * Starts the agents.
     *
     * @param log the log
     * @param wake wakes the sequencer after progress
     */
    void start(ChannelLog log, Runnable wake) {
        syncer = new WakingAgent(log.syncer(), wake);
        preparer = new WakingAgent(log.preparer(), wake);
        deletion = new RetentionAgent(retention);
        syncs.add(syncer);
        files.add(preparer);
        files.add(deletion);
    }

    /** Ends the agents, which are not running when this returns. */
    void stop() {
        if (syncer != null) {
            syncs.remove(syncer);
            files.remove(preparer);
            files.remove(deletion);
        }
    }

    /** Starts a sync soon. */
    void sync() {
        syncs.wake();
    }

    /** Makes the next file soon. */
    void makeFile() {
        files.wake();
    }

    /** Wakes the sequencer when the agent has done something. */
    private record WakingAgent(Agent agent, Runnable wake) implements Agent {
        @Override
        public int doWork() throws Exception {
            int work = agent.doWork();
            if (work > 0) {
                wake.run();
            }
            return work;
        }

        @Override
        public String roleName() {
            return agent.roleName();
        }
    }
}
