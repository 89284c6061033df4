package io.rondo.examples.demo;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.DirectBuffer;

/** Answers each request with an execution; the demo's second process. Confined to one thread. */
public final class Exchange {
    private static final int BATCH = 256;
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Publisher executions;
    private final OrderCodec orderCodec = new OrderCodec();
    private final ExecutionCodec executionCodec = new ExecutionCodec();
    private final Order order = new Order();
    private final Execution execution = new Execution();
    private final Checksum received = new Checksum();
    private final Checksum sent = new Checksum();
    private final Clock clock = new Clock();
    private long verified;
    private long executed;
    private long lastId;

    private Exchange(Publisher executions) {
        this.executions = executions;
    }

    /**
     * Runs until the trader has left, then prints what was seen. Ends at once when its standard input does: the process that
     * started it is gone.
     *
     * @param args directory of the channels, number of requests to expect
     */
    public static void main(String[] args) {
        Path directory = Path.of(args[0]);
        Thread.ofPlatform().daemon().name("parent-watch").start(new ParentWatch(System.in, directory));
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        try (Rondo rondo = Rondo.connect(config);
                Publisher executions = rondo.publisher(Channels.EXECUTIONS, Channels.executions());
                Subscriber orders = rondo.subscriber(Channels.ORDERS, Channels.orders())) {
            Exchange exchange = new Exchange(executions);
            exchange.run(orders, Long.parseLong(args[1]));
            System.out.println(exchange.account().toLine());
        }
    }

    private void run(Subscriber orders, long expected) {
        boolean more = true;
        while (more && lastId < expected) {
            // Asked first: who has left publishes nothing more.
            boolean present = orders.producers() > 0;
            more = orders.receive(this::onOrder, BATCH, PATIENCE) > 0 || present;
        }
    }

    private void onOrder(DirectBuffer buffer, int offset, int length) {
        if (!orderCodec.decode(buffer, offset, order)) {
            return;
        }
        if (order.id == lastId + 1) {
            verified++;
        }
        lastId = order.id;
        order.addTo(received);
        execution.answer(order, ++executed, clock.epochNanos());
        execution.addTo(sent);
        try (Claim claim = executions.claim(ExecutionCodec.length(execution))) {
            executionCodec.encode(execution, claim.buffer(), claim.offset());
            claim.commit();
        }
    }

    private Account account() {
        return new Account(executed, sent.value(), verified, received.value());
    }
}
