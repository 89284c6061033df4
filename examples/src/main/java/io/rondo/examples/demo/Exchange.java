package io.rondo.examples.demo;

import io.rondo.client.Claim;
import io.rondo.client.ClosedException;
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
     * Runs until the trader has left the last phase, prints an account, and ends when the process that started it writes a
     * byte to its standard input. If the input ends without one, that process is dead: removes the directory and ends.
     *
     * @param args directory of the channels
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        Path directory = Path.of(args[0]);
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build())) {
            Thread watch = Thread.ofPlatform().daemon().name("parent-watch")
                    .start(new ParentWatch(System.in, rondo, directory));
            try {
                System.out.println(trade(rondo).toLine());
            } catch (ClosedException e) {
                // Only the watch closes Rondo during a trade. It ends this process next.
            }
            watch.join();
        }
    }

    private static Account trade(Rondo rondo) {
        try (Publisher executions = Phase.SATURATED.executions(rondo).publisher()) {
            Exchange exchange = new Exchange(executions);
            for (Phase phase : Phase.values()) {
                try (Subscriber orders = phase.orders(rondo).subscriber()) {
                    exchange.run(orders);
                }
            }
            return exchange.account();
        }
    }

    /** Answers until the trader has left the queue. It attaches to the queue before it sees this consumer. */
    private void run(Subscriber orders) {
        boolean more = true;
        while (more) {
            // Read first: a producer that left publishes nothing more.
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
