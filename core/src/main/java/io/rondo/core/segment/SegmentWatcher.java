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
 * Watches the names of all segments that this process uses. The kernel reports changes of their directories
 * (inotify(7), through the JDK's {@link WatchService}), so an idle process does nothing. One thread polls, once a
 * second, the directories that the kernel cannot report on because inotify instances or watches are exhausted.
 * Thread-safe.
 */
final class SegmentWatcher {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final SegmentWatcher INSTANCE = new SegmentWatcher(FileSystems.getDefault()::newWatchService);

    /** Creates the source of the kernel's reports. */
    @FunctionalInterface
    interface Source {
        WatchService open() throws IOException;
    }

    private final Source source;
    private final Set<SegmentWatch> watches = ConcurrentHashMap.newKeySet();
    /** The directories that the kernel reports on; guarded by this. */
    private final Map<Path, WatchKey> keys = new HashMap<>();
    /** Guarded by this. */
    private WatchService events;
    /** Polls the other directories; guarded by this. */
    private Thread looker;

    /** Set while a thread for a removed segment could not be started. */
    private volatile boolean retry;

    SegmentWatcher(Source source) {
        this.source = source;
    }

    /** Begins a watch. Reports also a segment that has lost its name before. */
    static void add(SegmentWatch watch) {
        INSTANCE.start(watch);
    }

    /** As {@link #add(SegmentWatch)}. If a thread cannot be started, the watch does not begin. */
    void start(SegmentWatch watch) {
        try {
            watches.add(watch);
            requireReports(watch.directory());
            look(watch);
        } catch (RuntimeException | Error e) {
            end(watch);
            throw e;
        }
    }

    /** Ends a watch. */
    static void remove(SegmentWatch watch) {
        INSTANCE.end(watch);
    }

    /** Has the kernel report on a directory, or starts the thread that polls it. */
    private synchronized void requireReports(Path directory) {
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
                events = startEvents();
            }
            // A file that is moved away counts as deleted, a file that is moved here as created.
            return directory.register(events, StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_CREATE);
        } catch (IOException | LinkageError e) {
            return null;
        }
    }

    private WatchService startEvents() throws IOException {
        WatchService service = source.open();
        try {
            Thread.ofPlatform().daemon().name("rondo-segment-events").start(() -> takeEvents(service));
            return service;
        } catch (Error e) {
            // No thread would handle the events.
            service.close();
            throw e;
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

    private void takeEvents(WatchService service) {
        while (true) {
            try {
                WatchKey key = retry ? service.poll(LOOK_NANOS, TimeUnit.NANOSECONDS) : service.take();
                if (retry) {
                    retry = false;
                    for (SegmentWatch watch : watches) {
                        renewReports(watch.directory());
                        lookOrRetry(watch);
                    }
                }
                if (key != null) {
                    handle(key);
                }
            } catch (InterruptedException e) {
                // No code of the project interrupts this thread.
            }
        }
    }

    private void handle(WatchKey key) {
        List<WatchEvent<?>> changes = key.pollEvents();
        boolean stands = key.reset();
        Path directory = (Path) key.watchable();
        if (!stands) {
            renewReports(directory);
        }
        for (SegmentWatch watch : watches) {
            if (watch.directory().equals(directory) && (!stands || concerns(changes, watch))) {
                lookOrRetry(watch);
            }
        }
    }

    /** Registers again with a directory that was removed and created, and that holds watched segments. */
    private synchronized void renewReports(Path directory) {
        if (watches.stream().anyMatch(watch -> watch.directory().equals(directory))) {
            try {
                requireReports(directory);
            } catch (OutOfMemoryError e) {
                // The polling thread cannot be started: the thread of the events polls.
                retry = true;
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
                    lookOrRetry(watch);
                }
            }
        }
    }

    private synchronized boolean isUnreported(SegmentWatch watch) {
        WatchKey key = keys.get(watch.directory());
        return key == null || !key.isValid();
    }

    /** As {@link #look(SegmentWatch)}; if the watch's thread cannot be started, tries again within a second. */
    private void lookOrRetry(SegmentWatch watch) {
        try {
            look(watch);
        } catch (OutOfMemoryError e) {
            watches.add(watch);
            retry = true;
        }
    }

    private void look(SegmentWatch watch) {
        if (!watch.isCurrent() && watches.remove(watch)) {
            watch.removed();
            end(watch);
        }
    }
}
