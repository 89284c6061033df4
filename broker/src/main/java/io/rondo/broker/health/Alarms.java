package io.rondo.broker.health;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The failures that last now, and how many there were. Logs nothing. Thread-safe. */
public final class Alarms {
    private record Key(AlarmKind kind, String subject) {}

    private final Map<Key, Alarm> active = new ConcurrentHashMap<>();
    private final Map<AlarmKind, AtomicLong> raised = new EnumMap<>(AlarmKind.class);

    /** Creates a registry without alarms. */
    public Alarms() {
        for (AlarmKind kind : AlarmKind.values()) {
            raised.put(kind, new AtomicLong());
        }
    }

    /**
     * Begins an alarm. One of the same kind and subject is replaced, and keeps its beginning.
     *
     * @param kind what it is about
     * @param subject name of the topic or the thread; empty if it concerns the broker
     * @param blocking whether publishers wait until it ends
     * @param message what failed, and the remedy
     * @return whether there was no alarm of this kind and subject
     */
    public boolean raise(AlarmKind kind, String subject, boolean blocking, String message) {
        Alarm alarm = new Alarm(kind, subject, blocking, message, System.currentTimeMillis());
        Alarm now = active.merge(new Key(kind, subject), alarm,
                (before, after) -> new Alarm(kind, subject, blocking, message, before.since()));
        boolean isNew = now == alarm;
        if (isNew) {
            raised.get(kind).incrementAndGet();
        }
        return isNew;
    }

    /**
     * Ends an alarm.
     *
     * @param kind what it is about
     * @param subject name of the topic or the thread; empty if it concerns the broker
     * @return whether there was one
     */
    public boolean clear(AlarmKind kind, String subject) {
        return active.remove(new Key(kind, subject)) != null;
    }

    /** Returns the alarms that last, the oldest first. */
    public List<Alarm> active() {
        return active.values().stream().sorted(Comparator.comparingLong(Alarm::since)
                .thenComparing(Alarm::kind).thenComparing(Alarm::subject)).toList();
    }

    /** Returns how many alarms of a kind there were since the broker started. */
    public long raised(AlarmKind kind) {
        return raised.get(kind).get();
    }
}
