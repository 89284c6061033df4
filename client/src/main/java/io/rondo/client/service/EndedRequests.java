package io.rondo.client.service;

import io.rondo.client.Outcome;
import io.rondo.client.ResponseHandler;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.core.wait.Condition;
import java.util.ArrayDeque;

/**
 * Ends requests that get no response: at their deadline, after a cancellation, and when the responder has ended. Confined to
 * the requester's thread.
 *
 * <p>A request that a responder has taken fails when the responder has ended and all of its responses were delivered. So the
 * order is: find out how far responders that have ended took requests, find the response queue empty, and then fail the
 * requests.
 */
final class EndedRequests {
    private static final long CHECK_NANOS = 200_000_000L;
    /** Time in which the event loop takes over what a dead responder has sent over a socket. */
    private static final long RECEIVE_NANOS = 500_000_000L;
    private static final long RECEIVE_CHECK_NANOS = 10_000_000L;
    /** Polls between two looks at the clock if all find responses. */
    private static final int BUSY_POLLS = 64;
    private static final long NONE = 0;

    private final RequestsInFlight inFlight;
    private final PublisherEndpoint requests;
    private final SubscriberEndpoint responses;
    private final ResponseView view = new ResponseView();
    private final ArrayDeque<Ended> queue = new ArrayDeque<>();
    private final Condition arrival = new Arrival();
    private int busyPolls;
    private long nextCheck = System.nanoTime();
    /** The last answer to how far responders that have ended took requests. */
    private long abandoned;
    /** Up to where requests fail as soon as the response queue is empty, or {@link #NONE}. */
    private long failing = NONE;
    private long failingSince;
    /** The abandoned requests of a service with competing responders, which fail in the same way. */
    private final AbandonedRequests failingOnes;

    private record Ended(long correlation, Outcome outcome) {}

    EndedRequests(RequestsInFlight inFlight, PublisherEndpoint requests, SubscriberEndpoint responses) {
        this.inFlight = inFlight;
        this.requests = requests;
        this.responses = responses;
        failingOnes = new AbandonedRequests(inFlight, requests);
    }

    /** The number of outcomes that were not delivered yet. */
    int size() {
        return queue.size();
    }

    /** Ends a request that is in flight. */
    void add(long correlation, Outcome outcome) {
        if (inFlight.remove(correlation)) {
            queue.add(new Ended(correlation, outcome));
        }
    }

    /** Whether {@link #deliver} is to be called before the response queue is polled. */
    boolean isDue() {
        busyPolls = (busyPolls + 1) % BUSY_POLLS;
        return busyPolls == 0 || !queue.isEmpty();
    }

    /**
     * Delivers the outcomes that are due.
     *
     * @param foundNothing whether the response queue was empty at a poll after the last call of this
     * @param now value of {@link System#nanoTime()}
     * @return the number delivered
     */
    int deliver(ResponseHandler handler, int limit, boolean foundNothing, long now) {
        if (inFlight.size() > 0) {
            update(now, foundNothing);
        }
        int delivered = 0;
        while (delivered < limit && !queue.isEmpty()) {
            Ended next = queue.peek();
            handler.onResponse(view.end(next.correlation, next.outcome));
            // After the handler: if it throws, the outcome is delivered again.
            queue.remove();
            delivered++;
        }
        return delivered;
    }

    private void update(long now, boolean foundNothing) {
        if (isFailing() && foundNothing && hasReceivedAll(now)) {
            if (failing != NONE) {
                inFlight.forEachUpTo(failing, correlation -> queue.add(new Ended(correlation, Outcome.RESPONDER_DIED)));
                failing = NONE;
            }
            failingOnes.remove(correlation -> queue.add(new Ended(correlation, Outcome.RESPONDER_DIED)));
            removeQueued();
        }
        if (now - nextCheck >= 0) {
            nextCheck = now + CHECK_NANOS;
            checkResponder(now);
        }
        if (inFlight.size() > 0 && now - inFlight.nextDeadline() >= 0) {
            boolean present = requests.hasConsumer();
            // After the question, so that it covers what a responder took that ended before the answer.
            checkResponder(now);
            inFlight.forEachExpired(now, (correlation, end) -> queue.add(new Ended(correlation,
                    present || isTaken(end) ? Outcome.TIMEOUT : Outcome.NO_RESPONDER)));
            removeQueued();
        }
    }

    private boolean isFailing() {
        return failing != NONE || !failingOnes.isEmpty();
    }

    private boolean isTaken(long end) {
        return requests.hasCompetingConsumers() ? requests.isTaken(end) : end <= abandoned;
    }

    /** Removing in the walk over the table would move entries. */
    private void removeQueued() {
        for (Ended each : queue) {
            inFlight.remove(each.correlation);
        }
    }

    /** Must precede a poll that finds the queue empty: a responder that has ended has sent its responses before. */
    private void checkResponder(long now) {
        if (requests.hasCompetingConsumers()) {
            boolean failed = !failingOnes.isEmpty();
            failingOnes.look();
            failingSince = failed ? failingSince : now;
            return;
        }
        long end = requests.abandonedEnd();
        if (end != abandoned) {
            abandoned = end;
            failing = end;
            failingSince = now;
        }
    }

    /** Shared memory has all of a dead process's responses at once; a socket may still hold some. */
    private boolean hasReceivedAll(long now) {
        return responses.transport() != Transport.SOCKET || responses.producers() == 0
                || now - failingSince >= RECEIVE_NANOS;
    }

    /**
     * Returns when the next outcome may be due, at the latest at a deadline.
     *
     * @param now value of {@link System#nanoTime()}
     * @param deadline value of {@link System#nanoTime()}
     */
    long wakeTime(long now, long deadline) {
        if (inFlight.size() == 0) {
            return deadline;
        }
        long wake = now + Math.min(inFlight.nextDeadline() - now, nextCheck - now);
        if (isFailing()) {
            wake = responses.transport() == Transport.SOCKET ? now + RECEIVE_CHECK_NANOS : now;
        }
        return wake - deadline < 0 ? wake : deadline;
    }

    Condition arrival() {
        return arrival;
    }

    /** The arrival of a response, or the time of an outcome. */
    private final class Arrival implements Condition {
        @Override
        public boolean holds() {
            return responses.arrival().holds() || !queue.isEmpty()
                    || inFlight.size() > 0 && nanosLeft() <= 0;
        }

        private long nanosLeft() {
            long now = System.nanoTime();
            return wakeTime(now, now + MAX_SLEEP_NANOS) - now;
        }

        @Override
        public void beforeSleep() {
            responses.arrival().beforeSleep();
        }

        @Override
        public long maxSleepNanos() {
            return Math.max(1, Math.min(responses.arrival().maxSleepNanos(), nanosLeft()));
        }
    }
}
