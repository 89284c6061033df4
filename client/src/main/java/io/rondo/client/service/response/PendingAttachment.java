package io.rondo.client.service.response;

import io.rondo.client.Buffers;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.RondoException;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.codecs.service.ResponseKind;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Attaches to the response queue of a requester in a thread of its own, because that may wait, and keeps the responses
 * meanwhile. That thread also sends what was kept, because the responder may not poll for long. After a response that was
 * dropped, it sends no further ones to the same request: a response without its beginning would seem complete. Thread-safe.
 */
final class PendingAttachment implements Runnable {
    private static final System.Logger LOG = System.getLogger("io.rondo");
    /** Limit of the responses that are kept: as much as the default queue has. */
    static final int MAX_BYTES = 64 << 10;

    private static final long FIRST_PAUSE_NANOS = 5_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 400_000_000L;
    /** How long attempts are repeated that fail, as without free descriptors. */
    private static final long REPEAT_NANOS = 5_000_000_000L;

    private final ResponseQueues queues;
    private final String name;
    private final ScheduledExecutorService workers;
    private final AtomicBoolean warned;
    private final ResponseHeader header = new ResponseHeader();
    private final long start = System.nanoTime();
    private long pause = FIRST_PAUSE_NANOS;
    /** Guarded by this. */
    private final ArrayDeque<byte[]> kept = new ArrayDeque<>();
    /** Guarded by this. */
    private int keptBytes;
    /** Guarded by this. */
    private boolean abandoned;
    private volatile Result result;

    /**
     * The end of the attachment.
     *
     * @param queue to which what was kept has been sent; null if there is none
     * @param lost deliveries of the requests that are to be told of a loss, by their correlation ids
     * @param dropped number of responses that were dropped
     */
    record Result(PublisherEndpoint queue, Map<Long, Integer> lost, int dropped) {}

    /**
     * Creates the attachment; {@link #run} makes the first attempt.
     *
     * @param queues opens the queue
     * @param name of the queue
     * @param workers make the attempts
     * @param warned whether the responder has reported a requester that it cannot answer
     */
    PendingAttachment(ResponseQueues queues, String name, ScheduledExecutorService workers, AtomicBoolean warned) {
        this.queues = queues;
        this.name = name;
        this.workers = workers;
        this.warned = warned;
    }

    /** Returns the end of the attachment; null while it goes on. */
    Result result() {
        return result;
    }

    /** Whether a record with the header and a response of this length can be kept. */
    synchronized boolean hasRoom(int length) {
        return length <= MAX_BYTES - keptBytes;
    }

    /** Keeps a record; returns false if the attachment has ended. */
    synchronized boolean keep(byte[] record) {
        if (result == null) {
            kept.add(record);
            keptBytes += record.length;
        }
        return result == null;
    }

    @Override
    public void run() {
        PublisherEndpoint opened = null;
        boolean repeats = false;
        try {
            opened = queues.attach(name);
        } catch (ChannelMismatchException e) {
            if (warned.compareAndSet(false, true)) {
                LOG.log(Level.WARNING,
                        "this responder cannot answer a requester, and its requests end at their deadlines:"
                                + " use transport auto on both sides (further requesters are not reported): {0}",
                        e.getMessage());
            }
        } catch (RondoException e) {
            repeats = System.nanoTime() - start < REPEAT_NANOS;
        } finally {
            // Also after an Error.
            if (!repeats || !runLater()) {
                finish(opened);
            }
        }
    }

    private synchronized boolean runLater() {
        if (abandoned) {
            return false;
        }
        try {
            workers.schedule(this, pause, TimeUnit.NANOSECONDS);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            return true;
        } catch (RejectedExecutionException e) {
            // The responder is closed.
            return false;
        }
    }

    private synchronized void finish(PublisherEndpoint opened) {
        int dropped = 0;
        Map<Long, Integer> lost = new LinkedHashMap<>();
        while (!kept.isEmpty()) {
            byte[] record = kept.remove();
            header.read(Buffers.wrap(record), 0, record.length);
            if (opened == null || lost.containsKey(header.correlation()) || !isSent(opened, record)) {
                lost.put(header.correlation(), header.delivery());
                dropped++;
            }
        }
        if (opened != null) {
            tell(opened, lost);
        }
        result = new Result(opened, lost, dropped);
        notifyAll();
        if (abandoned) {
            ResponsePath.close(opened);
        }
    }

    private static boolean isSent(PublisherEndpoint queue, byte[] record) {
        try {
            return record.length <= queue.maxMessageLength()
                    && queue.tryPublish(Buffers.wrap(record), 0, record.length) > 0;
        } catch (RondoException e) {
            return false;
        }
    }

    /** Tells the requester of the lost responses, as far as there is room. */
    private void tell(PublisherEndpoint queue, Map<Long, Integer> lost) {
        byte[] notice = new byte[ResponseHeader.LENGTH];
        for (Iterator<Map.Entry<Long, Integer>> each = lost.entrySet().iterator(); each.hasNext();) {
            Map.Entry<Long, Integer> request = each.next();
            header.set(ResponseKind.LOST, request.getKey(), request.getValue()).write(Buffers.wrap(notice), 0);
            if (!isSent(queue, notice)) {
                return;
            }
            each.remove();
        }
    }

    /** Waits for the end, then gives the queue up; returns it if it is to be closed. */
    synchronized PublisherEndpoint abandonAfter(long millis) throws InterruptedException {
        if (result == null) {
            wait(millis);
        }
        return abandon();
    }

    /** Gives the queue up: closes it once it is attached. Returns it if it was attached before. */
    synchronized PublisherEndpoint abandon() {
        abandoned = true;
        return result == null ? null : result.queue;
    }
}
