package io.rondo.broker.recording;

import io.rondo.broker.log.writer.AppendResult;
import io.rondo.broker.log.writer.LogWriter;
import io.rondo.client.log.GapHandler;
import io.rondo.codecs.control.GapReason;

/**
 * Messages that a recorder lost and that the log does not state yet. Each of them takes a sequence of the log. For one
 * thread at a time; any thread may read the numbers.
 */
final class MissingMessages {
    /** In the order in which they are marked: what was missed before the start comes first. */
    private static final GapReason[] REASONS = {GapReason.NOT_WRITTEN, GapReason.LAPPED, GapReason.NO_SPACE};

    private final LogWriter writer;
    private final GapHandler handler;
    private final long[] counts = new long[REASONS.length];
    // Written by one thread.
    private volatile long total;
    private volatile long marked;
    private volatile long gaps;

    /** Loses nothing yet; the handler is told of each gap that is marked. */
    MissingMessages(LogWriter writer, GapHandler handler) {
        this.writer = writer;
        this.handler = handler;
    }

    /** Adds messages that follow the last one of the log. */
    void add(GapReason reason, long count) {
        for (int i = 0; i < REASONS.length; i++) {
            if (REASONS[i] == reason) {
                counts[i] += count;
                total += count;
            }
        }
    }

    /** Marks all of them, if there is room for the message that follows, too. */
    AppendResult markBefore(int length) {
        AppendResult room = total == 0 ? AppendResult.APPENDED : writer.reserve(REASONS.length, length);
        return room == AppendResult.APPENDED ? mark() : room;
    }

    /** Marks all of them as gaps, one for each reason. */
    AppendResult mark() {
        for (int i = 0; i < REASONS.length && total > 0; i++) {
            if (counts[i] > 0) {
                long first = writer.nextSequence();
                long last = first + counts[i] - 1;
                AppendResult result = writer.markGap(first, last, REASONS[i]);
                if (result != AppendResult.APPENDED) {
                    return result;
                }
                gaps++;
                marked += counts[i];
                total -= counts[i];
                counts[i] = 0;
                handler.onGap(first, last, REASONS[i]);
            }
        }
        return AppendResult.APPENDED;
    }

    /** Returns the number of messages that are not marked. */
    long unmarked() {
        return total;
    }

    /** Returns the number of messages in gaps. */
    long marked() {
        return marked;
    }

    /** Returns the number of gaps. */
    long gaps() {
        return gaps;
    }
}
