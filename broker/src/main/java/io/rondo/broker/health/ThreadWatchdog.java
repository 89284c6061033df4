package io.rondo.broker.health;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Sees which threads of the broker make no progress. A thread that runs begins a new duty cycle after its longest sleep of a
 * second. One that has not begun one in {@link #PATIENCE} looks is blocked by a disk if the kernel says so (uninterruptible
 * sleep): it goes on when the disk answers, and the broker is alive, but not ready. Otherwise it is stuck, and only a restart
 * helps. Checks that components add, such as that of a running sync, run at the same intervals.
 *
 * <p>Looks once a second on a daemon thread. It counts looks and not seconds, because a process that was stopped as a whole
 * made no progress either.
 */
public final class ThreadWatchdog implements AutoCloseable {
    /** Looks without a new duty cycle after which a thread is stuck: longer than a loaded machine keeps a thread waiting. */
    static final int PATIENCE = 30;

    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    private final List<DutyCycles> threads = new CopyOnWriteArrayList<>();
    private final List<Runnable> checks = new CopyOnWriteArrayList<>();
    /** Guarded by this. */
    private final Set<Runnable> failing = new HashSet<>();
    private final Map<DutyCycles, Seen> seen = new HashMap<>();
    private final Alarms alarms;
    private final Predicate<DutyCycles> isBlockedByDisk;
    private Thread looking;

    /** The number of duty cycles, and in how many looks it was the same. */
    private record Seen(long count, int looks) {}

    /**
     * Creates a watchdog that does not look yet.
     *
     * @param alarms gets what it sees
     */
    public ThreadWatchdog(Alarms alarms) {
        this(alarms, DutyCycles::isInUninterruptibleSleep);
    }

    ThreadWatchdog(Alarms alarms, Predicate<DutyCycles> isBlockedByDisk) {
        this.alarms = alarms;
        this.isBlockedByDisk = isBlockedByDisk;
    }

    /**
     * Watches a further thread, from its first duty cycle on.
     *
     * @param name of the thread
     * @return counts its duty cycles
     */
    public DutyCycles watch(String name) {
        DutyCycles cycles = new DutyCycles(name);
        threads.add(cycles);
        return cycles;
    }

    /** Adds a check that each look runs. It must not wait for a disk. */
    public void add(Runnable check) {
        checks.add(check);
    }

    /** Removes a check; when this returns, it does not run and never will. */
    public synchronized void remove(Runnable check) {
        checks.remove(check);
        failing.remove(check);
    }

    /** Starts to look. */
    public synchronized void start() {
        looking = Thread.ofPlatform().daemon().name("rondo-broker-watchdog").start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                try {
                    TimeUnit.SECONDS.sleep(1);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    /** Looks at all threads once, and runs the checks. */
    synchronized void look() {
        checks.forEach(this::run);
        for (DutyCycles cycles : threads) {
            if (cycles.hasEnded()) {
                threads.remove(cycles);
                seen.remove(cycles);
                clear(cycles);
            } else if (cycles.hasDied()) {
                raise(AlarmKind.THREAD_STUCK, cycles,
                        "has died: start the broker again, and report the failure before");
            } else if (cycles.hasBegun()) {
                look(cycles);
            }
        }
    }

    /** The failure of one check is logged, and must not end the others. */
    private void run(Runnable check) {
        try {
            check.run();
            failing.remove(check);
        } catch (RuntimeException | Error e) {
            if (failing.add(check)) {
                LOG.log(Level.ERROR, "a check of the watchdog fails", e);
            }
        }
    }

    private void look(DutyCycles cycles) {
        long count = cycles.count();
        Seen before = seen.get(cycles);
        int looks = before == null || before.count() != count ? 0 : before.looks() + 1;
        seen.put(cycles, new Seen(count, looks));
        if (looks == 0) {
            clear(cycles);
        } else if (looks >= PATIENCE) {
            String lasting = "has made no progress for " + looks + " s";
            if (isBlockedByDisk.test(cycles)) {
                alarms.clear(AlarmKind.THREAD_STUCK, cycles.name());
                raise(AlarmKind.DISK_STALLED, cycles, lasting + ", because a disk does not answer: check the disk");
            } else {
                alarms.clear(AlarmKind.DISK_STALLED, cycles.name());
                raise(AlarmKind.THREAD_STUCK, cycles,
                        lasting + ": take a thread dump with jstack, and start the broker again");
            }
        }
    }

    private void raise(AlarmKind kind, DutyCycles cycles, String text) {
        if (alarms.raise(kind, cycles.name(), true, "thread " + cycles.name() + " " + text)) {
            LOG.log(Level.ERROR, "thread {0} {1}", cycles.name(), text);
        }
    }

    private void clear(DutyCycles cycles) {
        // Both are to be ended.
        if (alarms.clear(AlarmKind.DISK_STALLED, cycles.name()) | alarms.clear(AlarmKind.THREAD_STUCK, cycles.name())) {
            LOG.log(Level.INFO, "thread {0} makes progress again", cycles.name());
        }
    }

    @Override
    public synchronized void close() {
        if (looking != null) {
            looking.interrupt();
            looking = null;
        }
    }
}
