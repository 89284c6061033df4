package io.rondo.broker.recording;

import io.rondo.client.log.GapHandler;
import io.rondo.codecs.control.GapReason;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The gaps of a recording since the last report, in sum, for messages to an operator. Thread-safe. */
public final class GapSummary implements GapHandler {
    private final Map<GapReason, Long> lost = new TreeMap<>();
    private long lastSequence;

    /** Creates a summary without gaps. */
    public GapSummary() {}

    @Override
    public synchronized void onGap(long firstSequence, long lastSequence, GapReason reason) {
        lost.merge(reason, lastSequence - firstSequence + 1, Long::sum);
        this.lastSequence = lastSequence;
    }

    /** Describes the gaps since the last call, one text for each reason. */
    public synchronized void report(Consumer<String> text) {
        lost.forEach((reason, count) -> text.accept("lost " + count + (count == 1 ? " message" : " messages")
                + " up to sequence " + lastSequence + ": " + describe(reason)));
        lost.clear();
    }

    private static String describe(GapReason reason) {
        return switch (reason) {
            case LAPPED -> "the producer overwrote them before they were recorded; use a larger capacity for the topic";
            case NO_SPACE -> "the disk was full";
            case NOT_WRITTEN -> "no recorder ran when they were published";
            default -> reason.name().toLowerCase(Locale.ROOT);
        };
    }
}
