package io.rondo.client.crash;

import io.rondo.core.ring.work.WorkLease;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Consumes a work queue without end: {@code directory ledger messages number}, and {@code seed} to hold several messages at a
 * time.
 */
final class WorkConsumerMain {
    private static final int RETURNED_EACH = 4;
    private static final int MOST_HELD = 5;
    private static final long PROCESSING_NANOS = 20_000;

    private final WorkConsumer consumer;
    private final WorkLedger ledger;

    private final int own;

    private WorkConsumerMain(int own, WorkConsumer consumer, WorkLedger ledger) {
        this.own = own;
        this.consumer = consumer;
        this.ledger = ledger;
    }

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        WorkLedger ledger = WorkLedger.open(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        ChannelStore store = new ChannelStore(ChannelDirectory.of(Path.of(arguments[0]), null));
        try (WorkConsumer consumer = new WorkConsumer(store)) {
            WorkConsumerMain main = new WorkConsumerMain(Integer.parseInt(arguments[3]), consumer, ledger);
            if (arguments.length > 4) {
                main.consumeAtRandom(new Random(Long.parseLong(arguments[4])));
            } else {
                main.consumeOneByOne();
            }
        }
    }

    /** Returns every fourth message once. */
    private void consumeOneByOne() {
        WorkLease lease = new WorkLease();
        while (true) {
            long number = consumer.take(lease);
            ledger.deliver(own, number, lease.deliveries());
            if (number % RETURNED_EACH == 0 && ledger.returned(number) == 0) {
                giveBack(lease, number);
            } else {
                acknowledge(lease, number);
            }
        }
    }

    private void consumeAtRandom(Random random) {
        List<WorkLease> held = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        while (true) {
            WorkLease lease = new WorkLease();
            long number = held.isEmpty() ? consumer.take(lease) : consumer.tryTake(lease);
            if (number != 0) {
                ledger.deliver(own, number, lease.deliveries());
                // Processes the message.
                LockSupport.parkNanos(PROCESSING_NANOS);
                held.add(lease);
                numbers.add(number);
            }
            if (number == 0 || held.size() == MOST_HELD || random.nextBoolean()) {
                int one = random.nextInt(held.size());
                lease = held.remove(one);
                number = numbers.remove(one);
                if (random.nextInt(RETURNED_EACH) == 0) {
                    giveBack(lease, number);
                } else {
                    acknowledge(lease, number);
                }
            }
        }
    }

    private void acknowledge(WorkLease lease, long number) {
        if (!consumer.acknowledge(lease)) {
            throw new AssertionError("message " + number + " was lost without a deadline");
        }
        ledger.acknowledge(number);
    }

    private void giveBack(WorkLease lease, long number) {
        ledger.beginReturn(number);
        if (!consumer.giveBack(lease)) {
            throw new AssertionError("message " + number + " was lost without a deadline");
        }
    }
}
