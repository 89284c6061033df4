package io.rondo.examples.gateway;

import io.rondo.client.Rondo;
import io.rondo.client.SbeDispatcher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.examples.gateway.codecs.ExecutionDecoder;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Shows executions, and is slower than the market: it drops the oldest ones, and nothing waits for it. */
final class Display implements Runnable {
    private final Subscriber executions;
    private int shown;

    Display(Rondo rondo) {
        executions = OrderGateway.executions(rondo).slowConsumer(SlowConsumer.DROP_OLDEST).subscriber();
    }

    @Override
    public void run() {
        SbeDispatcher dispatcher = SbeDispatcher.builder().on(new ExecutionDecoder(), execution -> {
            shown++;
            LockSupport.parkNanos(1_000_000); // draws
        }).build();
        while (shown + executions.lost() < OrderGateway.GATEWAYS * Gateway.ORDERS) {
            executions.receive(dispatcher, 1, Duration.ofSeconds(1));
        }
    }

    @Override
    public String toString() {
        return "display: " + (shown + executions.lost()) + " executions, shown or dropped";
    }
}
