package io.rondo.client.crash;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What consumers of a work queue did with each message, in a file that outlives them. The messages have numbers from 1, the
 * consumers, too. Only the consumer that holds a message writes its words.
 */
final class WorkLedger {
    /** The number of the consumer in the test's own process. */
    static final int TEST = 0;
    private static final int MOST_CONSUMERS = 1024;
    /** Shift of the number of kills in the word of the holder; 0 for a holder that loses messages only by its own death. */
    private static final int KILLS_SHIFT = 32;
    private static final int DELIVERED = 0;
    private static final int UNNOTED = 1;
    private static final int RETURNED = 2;
    private static final int ACKNOWLEDGED = 3;
    private static final int HOLDER = 4;
    private static final int WORDS = 5;
    /** The holder of a message that is not held; others are the number plus 1. */
    private static final int NOT_HELD = 0;
    private static final int BEGUN = 1;
    private static final int KILLED = 2;

    private final LongBuffer words;
    private final int messages;

    private WorkLedger(LongBuffer words, int messages) {
        this.words = words;
        this.messages = messages;
    }

    /** Opens or creates a ledger for messages with numbers below a limit. */
    static WorkLedger open(Path file, int messages) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return new WorkLedger(channel.map(FileChannel.MapMode.READ_WRITE, 0,
                    ((long) messages * WORDS + MOST_CONSUMERS) * Long.BYTES).order(ByteOrder.nativeOrder())
                    .asLongBuffer(), messages);
        }
    }

    /** Notes that a consumer is about to be killed. The number of a consumer is not used again. */
    void beginKill(int consumer) {
        words.put(messages * WORDS + TEST, kills() + 1);
        words.put(messages * WORDS + consumer, KILLED);
    }

    /** Notes that the consumer is dead. */
    void endKill() {
        words.put(messages * WORDS + TEST, kills() + 1);
    }

    /** Twice the number of kills; odd during a kill. In the word of the test's own consumer. */
    private long kills() {
        return words.get(messages * WORDS + TEST);
    }

    /** Whether the holder is dead, or was connected and the consumer that listened may be. */
    private boolean isKilled(long holder) {
        long killsBefore = (holder >>> KILLS_SHIFT) - 1;
        return words.get(messages * WORDS + (int) holder - 1) == KILLED || killsBefore >= 0 && kills() > killsBefore;
    }

    /** Whether a message was delivered to a consumer. */
    boolean hasBegun(int consumer) {
        return words.get(messages * WORDS + consumer) != 0;
    }

    /** Returns the deliveries of a message, those included that its consumer did not note before it died. */
    long delivered(long number) {
        return word(number, DELIVERED);
    }

    /** Returns the deliveries that a consumer did not note before it died. */
    long unnoted(long number) {
        return word(number, UNNOTED);
    }

    boolean isAcknowledged(long number) {
        return word(number, ACKNOWLEDGED) != 0;
    }

    /** Whether a message was delivered, and neither returned nor acknowledged since. */
    boolean isHeld(long number) {
        return word(number, HOLDER) != NOT_HELD && !isAcknowledged(number);
    }

    long returned(long number) {
        return word(number, RETURNED);
    }

    /** As {@link #deliver(int, long, int, boolean)} to a consumer that is not connected. */
    void deliver(int consumer, long number, int deliveries) {
        deliver(consumer, number, deliveries, false);
    }

    /**
     * Notes a delivery, and checks that it is legitimate: the first one, or one after a return or the death of the holder.
     *
     * @param deliveries as the queue counts them
     * @param connected whether the consumer is connected to another one, and loses the message also by the death of that
     */
    void deliver(int consumer, long number, int deliveries, boolean connected) {
        long unnoted = deliveries - 1 - delivered(number);
        long holder = word(number, HOLDER);
        if (isAcknowledged(number) || unnoted < 0 || holder != NOT_HELD && !isKilled(holder)) {
            throw new AssertionError("message " + number + ": delivery " + deliveries + " after " + delivered(number)
                    + " noted ones" + (isAcknowledged(number) ? " and an acknowledgement" : "") + ", holder " + holder);
        }
        if (consumer != TEST && !hasBegun(consumer)) {
            words.put(messages * WORDS + consumer, BEGUN);
        }
        set(number, UNNOTED, unnoted(number) + unnoted);
        set(number, DELIVERED, deliveries);
        // A kill that has begun may still be that of the consumer that listens.
        set(number, HOLDER, consumer + 1 | (connected ? (kills() & ~1) + 1 << KILLS_SHIFT : 0));
    }

    void acknowledge(long number) {
        set(number, ACKNOWLEDGED, 1);
    }

    /** Notes that a return begins: from now on any consumer may get the message. */
    void beginReturn(long number) {
        set(number, RETURNED, returned(number) + 1);
        set(number, HOLDER, NOT_HELD);
    }

    private long word(long number, int word) {
        return words.get((int) number * WORDS + word);
    }

    private void set(long number, int word, long value) {
        words.put((int) number * WORDS + word, value);
    }
}
