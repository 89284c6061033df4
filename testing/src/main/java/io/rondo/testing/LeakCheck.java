package io.rondo.testing;

import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what a test has left in its directory. */
final class LeakCheck {
    /** Segments, and the files beside them that outlive their users. */
    private static final Pattern FILES_OF_CHANNELS = Pattern.compile("[^.].*\\.ring|.+@\\w+");
    private static final long GRACE_NANOS = 5_000_000_000L;
    private static final long INTERVAL_NANOS = 5_000_000;

    private LeakCheck() {}

    /** Names the open publishers and subscribers. An endpoint over a socket ends a moment after its {@code close()}. */
    static List<String> openEndpoints(Path directory) {
        long start = System.nanoTime();
        List<String> open = participants(directory);
        while (!open.isEmpty() && System.nanoTime() - start < GRACE_NANOS) {
            LockSupport.parkNanos(INTERVAL_NANOS);
            open = participants(directory);
        }
        return open;
    }

    /** The lock of a participant is the kernel's, so also those of other processes are found. */
    private static List<String> participants(Path directory) {
        ChannelStore store = new ChannelStore(ChannelDirectory.of(directory, null));
        List<String> open = new ArrayList<>();
        for (String channel : store.directory().channels()) {
            try (SegmentObserver observer = store.observe(channel)) {
                boolean service = observer.identity().service();
                observer.table().list().stream().filter(ParticipantInfo::alive)
                        .forEach(found -> open.add("an open " + name(found.role(), service) + " of "
                                + (service ? "service " : "channel ") + channel + " (" + found.process() + ")"));
            }
        }
        return open;
    }

    private static String name(Role role, boolean service) {
        if (service) {
            return role == Role.CONSUMER ? "responder" : "requester";
        }
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** Names the files that are no channel's. */
    static List<String> foreignFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !FILES_OF_CHANNELS.matcher(name).matches()).map(name -> "file " + name).toList();
        }
    }
}
