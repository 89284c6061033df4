package io.rondo.client.crash;

import io.rondo.client.support.Orphan;
import io.rondo.core.ring.work.WorkLease;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Consumes a work queue without end: a process with {@code directory ledger messages number seed} holds several messages at a
 * time, a victim with {@code ledger messages number} one.
 */
final class WorkConsumerMain implements Victim {
    private static final int RETURNED_EACH = 4;
    private static final int MOST_HELD = 5;
    private static final long PROCESSING_NANOS = 20_000;

    private WorkConsumer consumer;
    private WorkLedger ledger;
    private int own;

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        new WorkConsumerMain().run(Path.of(arguments[0]), WorkChannel.NAME,
                Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    @Override
    public void run(Path directory, String channel, String... arguments) throws Exception {
        ledger = WorkLedger.open(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        own = Integer.parseInt(arguments[2]);
        ChannelStore store = new ChannelStore(ChannelDirectory.of(directory, null));
        try (WorkConsumer attached = new WorkConsumer(store, channel)) {
            consumer = attached;
            if (arguments.length > 3) {
                consumeAtRandom(new Random(Long.parseLong(arguments[3])));
            } else {
                consumeOneByOne();
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
