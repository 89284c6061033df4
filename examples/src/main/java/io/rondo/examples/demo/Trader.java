package io.rondo.examples.demo;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import java.time.Duration;
import org.agrona.DirectBuffer;

/**
 * Sends requests and takes executions, in turns. Never waits for space in the queue, so the two processes cannot wait for
 * space in each other's ring. Confined to one thread.
 */
final class Trader {
    private static final int BATCH = 256;
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final long requests;
    private Publisher orders;
    private Subscriber executions;
    private final OrderSource source = new OrderSource();
    private final OrderCodec orderCodec = new OrderCodec();
    private final ExecutionCodec executionCodec = new ExecutionCodec();
    private final Order order = new Order();
    private final Execution execution = new Execution();
    private final Checksum sentSum = new Checksum();
    private final Checksum received = new Checksum();
    private final Clock clock = new Clock();
    private boolean prepared;
    private long sent;
    private long executed;
    private long verified;
    private long lastExecution;
    private long lastAnswered;

    /**
     * Creates a trader without channels.
     *
     * @param requests to send by {@link #step()}
     */
    Trader(long requests) {
        this.requests = requests;
    }

    /** Uses these channels from now on. */
    void use(Publisher nextOrders, Subscriber nextExecutions) {
        orders = nextOrders;
        executions = nextExecutions;
    }

    /**
     * Sends one request and waits for its execution.
     *
     * @return duration in nanoseconds; -1 if the exchange left without an answer
     */
    long roundTrip() {
        prepare();
        long start = System.nanoTime();
        if (!sendNext()) {
            throw new IllegalStateException("the queue of orders is full, although every order was answered");
        }
        while (lastAnswered < sent) {
            // Read first: a producer that left publishes nothing more.
            boolean present = executions.producers() > 0;
            if (executions.receive(this::onExecution, 1, PATIENCE) == 0 && !present) {
                return -1;
            }
        }
        return System.nanoTime() - start;
    }

    /**
     * Sends what fits, and takes executions.
     *
     * @return false when everything is answered, or the exchange has left
     */
    boolean step() {
        boolean moved = send();
        moved |= executions.poll(this::onExecution, BATCH) > 0;
        if (lastAnswered >= requests) {
            return false;
        }
        if (moved) {
            return true;
        }
        // Read first: a producer that left publishes nothing more.
        boolean present = executions.producers() > 0;
        return executions.receive(this::onExecution, BATCH, PATIENCE) > 0 || present;
    }

    private boolean send() {
        int count = 0;
        while (count < BATCH && sent < requests && sendNext()) {
            count++;
        }
        return count > 0;
    }

    private void prepare() {
        if (!prepared) {
            source.fill(order, sent + 1);
            order.transactTime = clock.epochNanos();
            prepared = true;
        }
    }

    private boolean sendNext() {
        prepare();
        try (Claim claim = orders.tryClaim(OrderCodec.length(order))) {
            if (claim == null) {
                return false;
            }
            orderCodec.encode(order, claim.buffer(), claim.offset());
            claim.commit();
        }
        order.addTo(sentSum);
        sent++;
        prepared = false;
        return true;
    }

    private void onExecution(DirectBuffer buffer, int offset, int length) {
        if (!executionCodec.decode(buffer, offset, execution)) {
            return;
        }
        executed++;
        // Each request has one answer, in the order of requests.
        if (execution.executionId == lastExecution + 1 && execution.clientOrderId == execution.executionId) {
            verified++;
        }
        lastExecution = execution.executionId;
        lastAnswered = execution.clientOrderId;
        execution.addTo(received);
    }

    long sent() {
        return sent;
    }

    long executed() {
        return executed;
    }

    Account account() {
        return new Account(sent, sentSum.value(), verified, received.value());
    }
}
