package io.rondo.client.service;

import io.rondo.core.segment.ChannelName;
import java.util.ArrayList;
import java.util.List;

/**
 * A responder's ways to its requesters. Opens one with the first request of a requester, and closes it within a second of the
 * requester's end. A hash table with open addressing, because a lookup must not allocate. Confined to the responder's thread.
 */
final class ResponsePaths {
    private static final long CHECK_NANOS = 400_000_000L;
    private static final long URGENT_NANOS = 2_000_000L;
    /** How long the connection to a requester may be lost. */
    private static final long ABSENT_NANOS = 300_000_000L;
    private static final int INITIAL = 64;
    /** More requesters than a service takes. Further ones get no responses until others are forgotten. */
    private static final int MAX_PATHS = 4096;

    private final String service;
    private final ResponseQueues queues;
    private ResponsePath[] paths = new ResponsePath[INITIAL];
    private int size;
    private long nextCheck = System.nanoTime();
    private volatile int requesters;

    ResponsePaths(String service, ResponseQueues queues) {
        this.service = service;
        this.queues = queues;
    }

    /** Returns the way to a requester; null if there are too many. */
    ResponsePath of(long requester) {
        int index = home(requester);
        while (paths[index] != null) {
            if (paths[index].requester() == requester) {
                return paths[index];
            }
            index = index + 1 & paths.length - 1;
        }
        return size < MAX_PATHS ? open(requester) : null;
    }

    /** The ids are random. */
    private int home(long requester) {
        return (int) requester & paths.length - 1;
    }

    private ResponsePath open(long requester) {
        ResponsePath opened = ResponsePath.open(queues, ChannelName.responses(service, requester), requester);
        if (2 * size >= paths.length) {
            rebuild(2 * paths.length);
        }
        insert(opened);
        requesters = size;
        return opened;
    }

    private void insert(ResponsePath path) {
        int index = home(path.requester());
        while (paths[index] != null) {
            index = index + 1 & paths.length - 1;
        }
        paths[index] = path;
        size++;
    }

    /** Also forgets the requesters that are gone. */
    private void rebuild(int length) {
        ResponsePath[] old = paths;
        paths = new ResponsePath[length];
        size = 0;
        for (ResponsePath path : old) {
            if (path != null && !path.isGone()) {
                insert(path);
            }
        }
    }

    /** The number of requesters. Any thread. */
    int size() {
        return requesters;
    }

    /** Whether {@link #maintain} is due. */
    boolean isDue(long now) {
        return size > 0 && now - nextCheck >= 0;
    }

    /** The time of the next {@link #maintain}, at the latest at a deadline. */
    long wakeTime(long deadline) {
        return size > 0 && nextCheck - deadline < 0 ? nextCheck : deadline;
    }

    /** Brings the next {@link #maintain} forward, after a response that was kept or lost. */
    void hurry() {
        nextCheck = Math.min(nextCheck - System.nanoTime(), URGENT_NANOS) + System.nanoTime();
    }

    /** Does what is due on all ways. */
    void maintain(long now) {
        boolean urgent = false;
        boolean forgets = false;
        for (ResponsePath path : paths) {
            if (path != null && path.isGone()) {
                // It was kept until now, so that its further requests did not look for the queue each time.
                forgets = true;
            } else if (path != null) {
                path.maintain(now, ABSENT_NANOS);
                urgent |= path.isUrgent();
            }
        }
        if (forgets) {
            rebuild(paths.length);
        }
        requesters = size;
        nextCheck = now + (urgent ? URGENT_NANOS : CHECK_NANOS);
    }

    /** Detaches from all. Connections are closed in parallel, because closing one may wait. */
    void close() {
        List<Thread> closing = new ArrayList<>();
        for (ResponsePath path : paths) {
            if (path != null) {
                closing.add(Thread.ofVirtual().name("rondo-response-close").start(path::close));
            }
        }
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        paths = new ResponsePath[INITIAL];
        size = 0;
        requesters = 0;
    }
}
