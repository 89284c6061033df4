package io.rondo.core.segment;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks after the names of all segments that this process uses. The kernel reports changes of their directories
 * (inotify(7), through the JDK's {@link WatchService}), so an idle process does nothing. Directories that the kernel
 * cannot report on, for lack of inotify instances or watches, are looked at once a second by one thread. Thread-safe.
 */
final class SegmentWatcher {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final SegmentWatcher INSTANCE = new SegmentWatcher();

    private final Set<SegmentWatch> watches = ConcurrentHashMap.newKeySet();
    /** The directories the kernel reports on; guarded by this. */
    private final Map<Path, WatchKey> keys = new HashMap<>();
    /** Guarded by this. */
    private WatchService events;
    /** Looks at the other directories; guarded by this. */
    private Thread looker;

    private SegmentWatcher() {}

    /** Begins a watch. A segment that has lost its name already is reported too. */
    static void add(SegmentWatch watch) {
        INSTANCE.begin(watch);
        INSTANCE.look(watch);
    }

    /** Ends a watch. */
    static void remove(SegmentWatch watch) {
        INSTANCE.end(watch);
    }

    private synchronized void begin(SegmentWatch watch) {
        watches.add(watch);
        Path directory = watch.directory();
        WatchKey key = keys.get(directory);
        if (key != null && key.isValid()) {
            return;
        }
        key = register(directory);
        if (key != null) {
            keys.put(directory, key);
        } else if (looker == null) {
            looker = Thread.ofPlatform().daemon().name("rondo-segment-looks").start(this::lookForever);
        }
    }

    private WatchKey register(Path directory) {
        try {
            if (events == null) {
                events = FileSystems.getDefault().newWatchService();
                Thread.ofPlatform().daemon().name("rondo-segment-events").start(this::takeEvents);
            }
            // A file that is moved away counts as deleted, one that is moved here as created.
            return directory.register(events, StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_CREATE);
        } catch (IOException | LinkageError e) {
            return null;
        }
    }

    private synchronized void end(SegmentWatch watch) {
        watches.remove(watch);
        Path directory = watch.directory();
        if (watches.stream().noneMatch(other -> other.directory().equals(directory))) {
            WatchKey key = keys.remove(directory);
            if (key != null) {
                key.cancel();
            }
        }
    }

    private synchronized WatchService events() {
        return events;
    }

    private void takeEvents() {
        WatchService source = events();
        while (true) {
            WatchKey key;
            try {
                key = source.take();
            } catch (InterruptedException e) {
                // This thread is not interrupted by this project.
                continue;
            }
            List<WatchEvent<?>> changes = key.pollEvents();
            boolean stands = key.reset();
            for (SegmentWatch watch : watches) {
                if (watch.directory().equals(key.watchable()) && (!stands || concerns(changes, watch))) {
                    look(watch);
                }
            }
        }
    }

    private static boolean concerns(List<WatchEvent<?>> changes, SegmentWatch watch) {
        return changes.stream().anyMatch(change -> change.kind() == StandardWatchEventKinds.OVERFLOW
                || watch.path().getFileName().equals(change.context()));
    }

    private void lookForever() {
        while (true) {
            LockSupport.parkNanos(LOOK_NANOS);
            for (SegmentWatch watch : watches) {
                if (isUnreported(watch)) {
                    look(watch);
                }
            }
        }
    }

    private synchronized boolean isUnreported(SegmentWatch watch) {
        WatchKey key = keys.get(watch.directory());
        return key == null || !key.isValid();
    }

    private void look(SegmentWatch watch) {
        if (!watch.isCurrent() && watches.remove(watch)) {
            end(watch);
            watch.removed();
        }
    }
}
