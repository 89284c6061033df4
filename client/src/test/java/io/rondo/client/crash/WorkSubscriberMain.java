package io.rondo.client.crash;

import io.rondo.client.LeaseLostException;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.WorkMessage;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.support.Orphan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Consumes a work queue by the API without end: {@code directory ledger messages number seed [transport]}. A subscriber over a
 * socket loses its messages when the consumer dies that listens.
 */
final class WorkSubscriberMain {
    private static final int RETURNED_EACH = 4;
    private static final int MOST_HELD = 5;
    private static final long PROCESSING_NANOS = 20_000;
    private static final Duration LONG = Duration.ofHours(1);

    private final int own;
    private final WorkSubscriber subscriber;
    private final WorkLedger ledger;
    private final Random random;
    private final boolean connected;
    private final List<Long> ids = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();

    private WorkSubscriberMain(int own, WorkSubscriber subscriber, WorkLedger ledger, Random random,
            boolean connected) {
        this.connected = connected;
        this.own = own;
        this.subscriber = subscriber;
        this.ledger = ledger;
        this.random = random;
    }

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        WorkLedger ledger = WorkLedger.open(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        Transport transport = arguments.length > 5 ? Transport.valueOf(arguments[5]) : Transport.AUTO;
        RondoConfig config = RondoConfig.builder().directory(Path.of(arguments[0])).transport(transport).build();
        try (Rondo rondo = Rondo.connect(config);
                WorkSubscriber subscriber = rondo.workQueue(WorkChannel.NAME).subscriber()) {
            new WorkSubscriberMain(Integer.parseInt(arguments[3]), subscriber, ledger,
                    new Random(Long.parseLong(arguments[4])), transport == Transport.SOCKET).consume();
        }
    }

    private void consume() {
        while (true) {
            int count = ids.isEmpty()
                    ? subscriber.receive(this::deliver, 1, LONG)
                    : subscriber.poll(this::deliver, 1);
            if (!ids.isEmpty() && (count == 0 || ids.size() == MOST_HELD || random.nextBoolean())) {
                settle();
            }
        }
    }

    private void deliver(WorkMessage message) {
        long number = message.buffer().getLong(message.offset());
        boolean whole = message.length() == WorkChannel.length(number);
        for (int i = Long.BYTES; i < message.length(); i += Long.BYTES) {
            whole &= message.buffer().getLong(message.offset() + i) == -number;
        }
        if (!whole) {
            throw new AssertionError("message " + number + " is torn");
        }
        ledger.deliver(own, number, message.deliveries(), connected);
        // Processes the message.
        LockSupport.parkNanos(PROCESSING_NANOS);
        ids.add(message.id());
        numbers.add(number);
    }

    private void settle() {
        int one = random.nextInt(ids.size());
        long id = ids.remove(one);
        long number = numbers.remove(one);
        try {
            if (random.nextInt(RETURNED_EACH) == 0) {
                ledger.beginReturn(number);
                subscriber.nack(id, Duration.ZERO);
            } else {
                subscriber.ack(id);
                ledger.acknowledge(number);
            }
        } catch (LeaseLostException e) {
            if (!connected) {
                throw e;
            }
        }
    }
}
