package io.rondo.client.service.response;

import io.rondo.core.segment.ChannelName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * The response paths of a responder. Opens one with the first request of a requester, and removes it within a second of the
 * requester's end. A hash table with open addressing, because a lookup must not allocate. Confined to the responder's thread.
 */
public final class ResponsePaths {
    /** All paths look after their requesters at the same times, so that an idle responder wakes seldom. */
    private static final long CHECK_NANOS = 400_000_000L;
    /** Between two passes over the paths. */
    private static final long PASS_NANOS = 2_000_000L;
    /** Paths served in one pass, because each asks the kernel. */
    private static final int SERVED_PER_PASS = 64;
    private static final int INITIAL = 64;
    /** More requesters than a service takes. Requests of further ones are dropped until others have ended. */
    private static final int MAX_PATHS = 4096;
    /** Threads that attach to queues and detach from them where that may wait. */
    private static final int WORKERS = 4;
    /** Fibonacci hashing: 2^64 by the golden ratio. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final String service;
    private final ResponseQueues queues;
    private final LongConsumer release;
    private final ScheduledThreadPoolExecutor workers;
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final AtomicBoolean warned = new AtomicBoolean();
    private ResponsePath[] paths = new ResponsePath[INITIAL];
    private int size;
    private long nextPass = System.nanoTime();
    private volatile int requesters;
    /** Written by the responder's thread only. */
    private volatile long dropped;
    /** Written by the responder's thread only. */
    private volatile long tooLong;

    /**
     * Creates an empty table.
     *
     * @param queues opens response queues
     * @param release takes the lease of a request of which the kept response was sent
     */
    public ResponsePaths(String service, ResponseQueues queues, LongConsumer release) {
        this.release = release;
        this.service = service;
        this.queues = queues;
        workers = new ScheduledThreadPoolExecutor(WORKERS,
                Thread.ofPlatform().daemon().name("rondo-responses-", 0).factory());
        workers.setKeepAliveTime(1, TimeUnit.SECONDS);
        workers.allowCoreThreadTimeOut(true);
        workers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Returns the time of the next check of all requesters after a time. */
    static long nextCheck(long now) {
        return now + CHECK_NANOS - Math.floorMod(now, CHECK_NANOS);
    }

    /** Returns the path to a requester; null if there are too many. */
    public ResponsePath of(long requester) {
        int index = home(requester);
        while (paths[index] != null) {
            if (paths[index].requester() == requester) {
                return paths[index];
            }
            index = index + 1 & paths.length - 1;
        }
        if (size < MAX_PATHS) {
            return open(requester);
        }
        countDropped(1);
        return null;
    }

    /** The upper bits of a product mix all bits; the seed is random, because requesters choose the ids. */
    private int home(long requester) {
        return (int) ((requester ^ seed) * GOLDEN >>> Integer.SIZE) & paths.length - 1;
    }

    private ResponsePath open(long requester) {
        ResponsePath opened = ResponsePath.open(this, queues, ChannelName.responses(service, requester), requester);
        if (2 * size >= paths.length) {
            rebuild(2 * paths.length);
        }
        insert(opened);
        requesters = size;
        bringForward(opened.dueAt());
        return opened;
    }

    /** Starts to attach to a queue. */
    PendingAttachment attach(String name) {
        PendingAttachment attachment = new PendingAttachment(queues, name, workers, warned);
        workers.execute(attachment);
        return attachment;
    }

    /** Ends the lease of a request. */
    void release(long lease) {
        release.accept(lease);
    }

    /** Runs an action that may wait. */
    void runLater(Runnable action) {
        workers.execute(action);
    }

    private void insert(ResponsePath path) {
        int index = home(path.requester());
        while (paths[index] != null) {
            index = index + 1 & paths.length - 1;
        }
        paths[index] = path;
        size++;
    }

    /** Also removes the paths of requesters that are gone. */
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
    public int size() {
        return requesters;
    }

    /** The number of responses that were dropped. Any thread. */
    public long dropped() {
        return dropped;
    }

    /** The number of responses that were longer than their queue takes. Any thread. */
    public long tooLong() {
        return tooLong;
    }

    void countTooLong() {
        tooLong = tooLong + 1;
    }

    void countDropped(int count) {
        dropped = dropped + count;
    }

    /** Whether {@link #maintain} is due. */
    public boolean isDue(long now) {
        return size > 0 && now - nextPass >= 0;
    }

    /** The time of the next {@link #maintain}, at the latest at a deadline. */
    public long wakeTime(long deadline) {
        return size > 0 && nextPass - deadline < 0 ? nextPass : deadline;
    }

    /** Has the next {@link #maintain} take place at this time at the latest. */
    void bringForward(long time) {
        if (size == 0 || time - nextPass < 0) {
            nextPass = time;
        }
    }

    /** Does what is due on the paths. */
    public void maintain(long now) {
        long next = nextCheck(now);
        int served = 0;
        boolean removes = false;
        for (ResponsePath path : paths) {
            if (path == null) {
                continue;
            }
            if (served < SERVED_PER_PASS && now - path.dueAt() >= 0) {
                removes |= path.isGone();
                path.maintain(now);
                served++;
            }
            next = path.dueAt() - next < 0 ? path.dueAt() : next;
        }
        if (removes) {
            rebuild(paths.length);
        }
        requesters = size;
        nextPass = served == SERVED_PER_PASS || next - now > PASS_NANOS ? next : now + PASS_NANOS;
    }

    /** Detaches from all. Connections are closed in parallel, because closing one may wait. */
    public void close() {
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
        workers.shutdown();
        paths = new ResponsePath[INITIAL];
        size = 0;
        requesters = 0;
    }
}
