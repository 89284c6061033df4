package io.rondo.examples.demo;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import java.time.Duration;
import org.agrona.DirectBuffer;

/**
 * Sends requests and takes executions, in turns: never waiting for room in one ring while the other side waits for room in the
 * other. Confined to one thread.
 */
final class Trader {
    private static final int BATCH = 256;
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Publisher orders;
    private final Subscriber executions;
    private final long requests;
    private final RoundTrips roundTrips = new RoundTrips();
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

    Trader(Publisher orders, Subscriber executions, long requests) {
        this.orders = orders;
        this.executions = executions;
        this.requests = requests;
    }

    /**
     * Takes a turn.
     *
     * @return false when everything is answered, or the exchange has left and nothing more will come
     */
    boolean step() {
        boolean moved = send();
        moved |= executions.poll(this::onExecution, BATCH) > 0;
        if (lastExecution >= requests) {
            return false;
        }
        if (moved) {
            return true;
        }
        // Asked first: who has left publishes nothing more.
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

    private boolean sendNext() {
        if (!prepared) {
            source.fill(order, sent + 1);
            order.transactTime = clock.epochNanos();
            prepared = true;
        }
        try (Claim claim = orders.tryClaim(OrderCodec.length(order))) {
            if (claim == null) {
                return false;
            }
            orderCodec.encode(order, claim.buffer(), claim.offset());
            roundTrips.sent(order.id);
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
        // Each request has one answer, in its order.
        if (execution.executionId == lastExecution + 1 && execution.clientOrderId == execution.executionId) {
            verified++;
        }
        lastExecution = execution.executionId;
        execution.addTo(received);
        roundTrips.answered(execution.clientOrderId);
    }

    long sent() {
        return sent;
    }

    long executed() {
        return executed;
    }

    RoundTrips roundTrips() {
        return roundTrips;
    }

    Account account() {
        return new Account(sent, sentSum.value(), verified, received.value());
    }
}
