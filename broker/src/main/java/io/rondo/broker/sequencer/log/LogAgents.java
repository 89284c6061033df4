package io.rondo.broker.sequencer.log;

import io.rondo.broker.health.ThreadWatchdog;
import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.retention.RetentionAgent;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;

/** What the shared threads do for one log: sync it, make its files, and delete them. */
public final class LogAgents {
    private final String topic;
    private final LogThread syncs;
    private final LogThread files;
    private final RetentionAgent retaining;
    private final ThreadWatchdog watchdog;
    private final int stalledChecks;
    private final List<Runnable> removals = new ArrayList<>();

    LogAgents(String topic, LogThread syncs, LogThread files, RetentionAgent retaining,
            ThreadWatchdog watchdog, int stalledChecks) {
        this.topic = topic;
        this.syncs = syncs;
        this.files = files;
        this.retaining = retaining;
        this.watchdog = watchdog;
        this.stalledChecks = stalledChecks;
    }

    /**
     * Starts the agents.
     *
     * @param log the log
     * @param wake wakes the sequencer after progress
     */
    public void start(ChannelLog log, Runnable wake) {
        removals.add(syncs.add(new WakingAgent(topic, log.syncer(), wake)));
        removals.add(files.add(new WakingAgent(topic, log.preparer(), wake)));
        removals.add(files.add(new WakingAgent(topic, retaining, wake)));
        Runnable stallCheck = () -> log.syncer().checkStall(stalledChecks);
        watchdog.add(stallCheck);
        removals.add(() -> watchdog.remove(stallCheck));
    }

    /** Ends the agents, which are not running when this returns. */
    public void stop() {
        removals.forEach(Runnable::run);
    }

    /** Starts a sync soon. */
    public void sync() {
        syncs.wake();
    }

    /** Makes the next file soon. */
    public void makeFile() {
        files.wake();
    }

    /** Wakes the sequencer when the agent has done something. */
    private record WakingAgent(String topic, Agent agent, Runnable wake) implements Agent {
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
            return agent.roleName() + " of topic " + topic;
        }
    }
}
