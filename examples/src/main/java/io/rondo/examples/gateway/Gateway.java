package io.rondo.examples.gateway;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.SbeDispatcher;
import io.rondo.client.SbeWriter;
import io.rondo.client.Subscriber;
import io.rondo.examples.gateway.codecs.CancelOrderEncoder;
import io.rondo.examples.gateway.codecs.ExecutionDecoder;
import io.rondo.examples.gateway.codecs.NewOrderEncoder;
import java.time.Duration;

/** Sends orders, cancels every tenth, and awaits the end of each. */
final class Gateway implements Runnable {
    static final int ORDERS = 500;

    private final SbeWriter<NewOrderEncoder> order = SbeWriter.of(new NewOrderEncoder());
    private final SbeWriter<CancelOrderEncoder> cancel = SbeWriter.of(new CancelOrderEncoder());
    private final int number;
    private final Publisher orders;
    private final Publisher cancels;
    private final Subscriber executions;
    private int ended;
    private int filled;

    Gateway(Rondo rondo, int number) {
        this.number = number;
        orders = rondo.queue("orders").ephemeral(true).publisher();
        cancels = rondo.queue("cancels").ephemeral(true).publisher();
        executions = OrderGateway.executions(rondo).subscriber();
    }

    void send() {
        for (int i = 1; i <= ORDERS; i++) {
            long id = number * 1_000_000L + i;
            try (Claim claim = orders.claim(order.length())) {
                order.wrap(claim).orderId(id).price(10_000 + i).quantity(100).gateway(number);
                order.commit(claim);
            }
            if (i % 10 == 0) {
                try (Claim claim = cancels.claim(cancel.length())) {
                    cancel.wrap(claim).orderId(id).gateway(number);
                    cancel.commit(claim);
                }
            }
        }
    }

    @Override
    public void run() {
        SbeDispatcher dispatcher = SbeDispatcher.builder().on(new ExecutionDecoder(), this::onExecution).build();
        while (ended < ORDERS) {
            executions.receive(dispatcher, 64, Duration.ofSeconds(1));
        }
        executions.close(); // the engine waits for every subscriber that is open
    }

    private void onExecution(ExecutionDecoder execution) {
        if (execution.gateway() == number) { // the topic has those of all gateways
            ended++;
            filled += execution.quantity() > 0 ? 1 : 0;
        }
    }

    @Override
    public String toString() {
        return "gateway " + number + ": " + filled + " filled, " + (ended - filled) + " cancelled";
    }
}
