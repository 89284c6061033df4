package io.rondo.client.crash;

import io.rondo.client.LeaseLostException;
import io.rondo.client.WorkMessage;
import io.rondo.client.WorkSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A subscriber of a work queue that notes in a ledger what it does. One over a socket loses its messages when the consumer
 * dies that listens. Confined to one thread.
 */
final class NotingSubscriber {
    private static final int RETURNED_EACH = 4;
    private static final long PROCESSING_NANOS = 20_000;

    private final WorkSubscriber subscriber;
    private final WorkLedger ledger;
    private final int own;
    private final boolean connected;
    private final List<Long> ids = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();

    /**
     * Creates it.
     *
     * @param own its number in the ledger
     * @param connected whether it is connected to another consumer
     */
    NotingSubscriber(WorkSubscriber subscriber, WorkLedger ledger, int own, boolean connected) {
        this.subscriber = subscriber;
        this.ledger = ledger;
        this.own = own;
        this.connected = connected;
    }

    /** Returns the number of messages that it holds. */
    int held() {
        return ids.size();
    }

    /** Takes a message if there is one; returns how many it took. */
    int poll() {
        return subscriber.poll(this::deliver, 1);
    }

    /** Takes a message, and waits for it; returns how many it took. */
    int receive(Duration timeout) {
        return subscriber.receive(this::deliver, 1, timeout);
    }

    /** Checks and notes a message, which it holds from now on. */
    void deliver(WorkMessage message) {
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

    /** Settles the message that it has held longest: returns every fourth message once, and acknowledges the others. */
    void settleFirst() {
        long number = numbers.getFirst();
        settle(0, number % RETURNED_EACH == 0 && ledger.returned(number) == 0);
    }

    /** Returns or acknowledges one of the messages that it holds. */
    void settle(int index, boolean returns) {
        long id = ids.remove(index);
        long number = numbers.remove(index);
        try {
            if (returns) {
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
