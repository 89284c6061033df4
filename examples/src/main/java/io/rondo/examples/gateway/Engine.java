package io.rondo.examples.gateway;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.SbeDispatcher;
import io.rondo.client.SbeWriter;
import io.rondo.client.WaitSet;
import io.rondo.examples.gateway.codecs.CancelOrderDecoder;
import io.rondo.examples.gateway.codecs.ExecutionEncoder;
import io.rondo.examples.gateway.codecs.NewOrderDecoder;
import java.time.Duration;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/** Fills each order at its limit, unless a cancel has arrived before. One thread serves both queues, cancels first. */
final class Engine implements Runnable {
    private final SbeWriter<ExecutionEncoder> execution = SbeWriter.of(new ExecutionEncoder());
    private final LongHashSet cancelled = new LongHashSet();
    private final Long2LongHashMap latest = new Long2LongHashMap(0); // the last order of each gateway
    private final WaitSet set;
    private final Publisher executions;
    private int handled;

    Engine(Rondo rondo) {
        set = rondo.waitSet();
        SbeDispatcher dispatcher = SbeDispatcher.builder().on(new CancelOrderDecoder(), this::onCancel)
                .on(new NewOrderDecoder(), this::onOrder).build();
        set.add(rondo.queue("cancels").ephemeral(true).subscriber(), dispatcher, 1); // before all orders
        set.add(rondo.queue("orders").ephemeral(true).subscriber(), dispatcher, 0);
        executions = OrderGateway.executions(rondo).publisher();
    }

    @Override
    public void run() {
        while (handled < OrderGateway.GATEWAYS * Gateway.ORDERS) {
            if (set.poll(64) == 0) {
                set.await(Duration.ofSeconds(1));
            }
        }
    }

    private void onCancel(CancelOrderDecoder cancel) {
        if (cancel.orderId() > latest.get(cancel.gateway())) { // otherwise it is too late
            cancelled.add(cancel.orderId());
        }
    }

    private void onOrder(NewOrderDecoder order) {
        latest.put(order.gateway(), order.orderId());
        boolean fill = !cancelled.remove(order.orderId());
        try (Claim claim = executions.claim(execution.length())) { // waits for the gateways, not for the display
            execution.wrap(claim).orderId(order.orderId()).price(order.price()).gateway(order.gateway())
                    .quantity(fill ? order.quantity() : 0);
            execution.commit(claim);
        }
        handled++;
    }
}
