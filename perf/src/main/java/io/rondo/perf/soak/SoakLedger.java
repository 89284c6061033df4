package io.rondo.perf.soak;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/** Checks and counts the received messages. Confined to one thread. */
final class SoakLedger {
    private static final int MOST_REPORTS = 20;

    /** One process of a producer, from start to kill. */
    record Life(int producer, int incarnation) {}

    private final Map<Life, Long> lastOf = new HashMap<>();
    private final SoakMessage message = new SoakMessage();
    private final PrintStream err;
    private long messages;
    private long torn;
    private long outOfOrder;
    private long lost;
    private long unreported;

    SoakLedger(PrintStream err) {
        this.err = err;
    }

    /** Records a received message. */
    void received(DirectBuffer buffer, int offset, int length) {
        messages++;
        if (!message.isWhole(buffer, offset, length)) {
            torn++;
            report("a torn message of length " + length);
            return;
        }
        Life life = new Life(SoakMessage.producer(buffer, offset), SoakMessage.incarnation(buffer, offset));
        long sequence = SoakMessage.sequence(buffer, offset);
        long before = lastOf.getOrDefault(life, 0L);
        if (sequence <= before) {
            outOfOrder++;
            report(life + ": " + sequence + " after " + before);
        } else {
            if (sequence != before + 1) {
                lost += sequence - before - 1;
                report(life + ": " + (sequence - before - 1) + " lost before " + sequence);
            }
            lastOf.put(life, sequence);
        }
    }

    /**
     * Records the last sequence that was published before the producer was killed; one more message may have
     * arrived.
     */
    void published(Life life, long sequence) {
        long last = lastOf.getOrDefault(life, 0L);
        if (last < sequence) {
            lost += sequence - last;
            report(life + ": " + sequence + " were published, the last received one is " + last);
        } else if (last == sequence + 1) {
            unreported++;
        } else if (last > sequence) {
            outOfOrder++;
            report(life + ": " + last + " was received, but only " + sequence + " were published");
        }
    }

    private void report(String text) {
        if (torn + outOfOrder + lost <= MOST_REPORTS) {
            err.println(text);
        }
    }

    long messages() {
        return messages;
    }

    boolean isClean() {
        return torn + outOfOrder + lost == 0;
    }

    @Override
    public String toString() {
        return messages + " messages, torn " + torn + ", out of order " + outOfOrder + ", lost " + lost
                + ", received although publishing had not returned " + unreported;
    }
}
