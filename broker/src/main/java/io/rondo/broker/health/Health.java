package io.rondo.broker.health;

/** The state of a broker, as probes ask for it. Thread-safe. */
public final class Health {
    private final Alarms alarms = new Alarms();
    private final RecoveryProgress recovery = new RecoveryProgress();
    private final ThreadWatchdog watchdog = new ThreadWatchdog(alarms);
    private volatile BrokerState state = BrokerState.RECOVERING;

    /** Creates the health of a broker that recovers. */
    public Health() {}

    /** Returns the alarms. */
    public Alarms alarms() {
        return alarms;
    }

    /** Returns the progress of recovery. */
    public RecoveryProgress recovery() {
        return recovery;
    }

    /** Returns what watches the threads. */
    public ThreadWatchdog watchdog() {
        return watchdog;
    }

    /** Returns what the broker does. */
    public BrokerState state() {
        return state;
    }

    /** Sets what the broker does. */
    public void state(BrokerState changed) {
        state = changed;
    }

    /** Returns whether every thread works, or would if its disk answered. Otherwise only a restart helps. */
    public boolean isLive() {
        return alarms.active().stream().noneMatch(
                alarm -> alarm.kind() == AlarmKind.THREAD_STUCK || alarm.kind() == AlarmKind.AGENT_FAILED);
    }

    /** Returns whether the broker takes and confirms the messages of all topics. */
    public boolean isReady() {
        return state == BrokerState.RUNNING && alarms.active().stream().noneMatch(Alarm::blocking);
    }
}
