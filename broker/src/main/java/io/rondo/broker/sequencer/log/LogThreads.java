package io.rondo.broker.sequencer.log;

import io.rondo.broker.health.Health;
import io.rondo.broker.health.ThreadWatchdog;
import io.rondo.broker.log.retention.RetentionAgent;
import io.rondo.broker.log.writer.Syncer;

/** The two threads of a broker that wait for the disk: one syncs its logs, one makes and deletes their files. Thread-safe. */
public final class LogThreads implements AutoCloseable {
    private final LogThread syncs;
    private final LogThread files;
    private final ThreadWatchdog watchdog;
    private final int stalledChecks;

    /**
     * Starts the threads.
     *
     * @param health gets alarms, and watches the threads
     */
    public LogThreads(Health health) {
        this(health, Syncer.STALLED_CHECKS);
    }

    LogThreads(Health health, int stalledChecks) {
        this.stalledChecks = stalledChecks;
        syncs = new LogThread("log-sync", health);
        files = new LogThread("log-files", health);
        watchdog = health.watchdog();
    }

    /**
     * Returns what the threads do for one log, once it is started.
     *
     * @param topic of the log
     * @param retention shares the thread of the files
     * @return the agents, to be stopped
     */
    public LogAgents agents(String topic, RetentionAgent retention) {
        return new LogAgents(topic, syncs, files, retention, watchdog, stalledChecks);
    }

    /** Ends the threads; all agents were stopped. */
    @Override
    public void close() {
        syncs.close();
        files.close();
    }
}
