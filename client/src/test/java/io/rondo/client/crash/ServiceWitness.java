package io.rondo.client.crash;

import io.rondo.client.Buffers;
import io.rondo.client.Outcome;
import io.rondo.client.Requester;
import io.rondo.client.Response;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;

/** Sends requests, and checks that each ends in exactly one outcome. Confined to one thread. */
final class ServiceWitness {
    static final int LENGTH = 2 * Long.BYTES;

    private static final int IN_FLIGHT = 64;
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(3);
    private static final Duration WAIT = Duration.ofMillis(1);

    private final Requester requester;
    private final long number;
    private final Duration deadline;
    private final Map<Long, Long> open = new HashMap<>();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final MutableDirectBuffer request = Buffers.allocate(LENGTH);
    private long sent;
    private volatile long responses;
    private volatile boolean suspended;

    ServiceWitness(Requester requester, long number) {
        this(requester, number, DEFAULT_DEADLINE);
    }

    ServiceWitness(Requester requester, long number, Duration deadline) {
        this.requester = requester;
        this.number = number;
        this.deadline = deadline;
    }

    static MutableDirectBuffer request(long requester, long number) {
        MutableDirectBuffer buffer = Buffers.allocate(LENGTH);
        buffer.putLong(0, requester);
        buffer.putLong(Long.BYTES, number);
        return buffer;
    }

    /** Whether the file of the responders has room for a further request. */
    boolean canSend() {
        return sent < ServiceResponderMain.REQUESTS;
    }

    /** Makes steps idle: a JVM that starts gets the cores. Any thread. */
    void suspend() {
        suspended = true;
    }

    /** Ends {@link #suspend()}. Any thread. */
    void resume() {
        suspended = false;
    }

    /** Sends a request if few are in flight, and delivers outcomes. */
    void step() {
        if (suspended) {
            LockSupport.parkNanos(WAIT.toNanos());
        } else if (open.size() < IN_FLIGHT && canSend()) {
            request.putLong(0, number);
            request.putLong(Long.BYTES, sent);
            long correlation = requester.send(request, 0, LENGTH, deadline);
            if (correlation > 0) {
                open.put(correlation, sent);
                sent++;
            }
            requester.poll(this::onResponse, IN_FLIGHT);
        } else {
            requester.receive(this::onResponse, IN_FLIGHT, WAIT);
        }
    }

    /** Waits for the outcomes of all requests. */
    void finish() {
        while (!open.isEmpty()) {
            requester.receive(this::onResponse, IN_FLIGHT, deadline);
        }
        if (requester.inFlight() != 0) {
            throw new AssertionError(requester.inFlight() + " requests in flight without an outcome");
        }
    }

    private void onResponse(Response response) {
        Long expected = open.remove(response.correlation());
        if (expected == null) {
            throw new AssertionError("a second outcome: " + response);
        }
        if (response.outcome() == Outcome.RESPONSE && (response.buffer().getLong(response.offset()) != number
                || response.buffer().getLong(response.offset() + Long.BYTES) != expected)) {
            throw new AssertionError("the response to another request: " + response);
        }
        outcomes.merge(response.outcome(), 1L, Long::sum);
        if (response.outcome() == Outcome.RESPONSE) {
            responses = responses + 1;
        }
    }

    long sent() {
        return sent;
    }

    /** The number of responses so far. Any thread. */
    long responses() {
        return responses;
    }

    Map<Outcome, Long> outcomes() {
        return outcomes;
    }
}
