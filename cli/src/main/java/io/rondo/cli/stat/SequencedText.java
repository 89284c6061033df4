package io.rondo.cli.stat;

import io.rondo.cli.log.LogSummary;
import io.rondo.cli.log.LogText;
import io.rondo.cli.runtime.Quantity;
import io.rondo.cli.runtime.Table;
import java.util.Set;
import java.util.stream.Collectors;

/** The parts of a sequenced topic as text. */
final class SequencedText {
    private static final int CONFIRMED = 1;
    private static final int BEHIND = 2;

    private SequencedText() {}

    /** Returns the lines on the ingress, the durability and the log. */
    static String head(SequencedStatistics topic) {
        return (topic.ingress() == null
                ? "ingress      missing: the broker creates it again\n"
                : "ingress      " + topic.ingress().backlogBytes() + " bytes in "
                        + Quantity.of(topic.ingress().messages(), "message") + " that are not confirmed\n")
                + "durability   " + (topic.durability() == null ? "unknown" : topic.durability()) + "\n"
                + (topic.recorded() ? "log          " + log(topic) + "\n" : "");
    }

    private static String log(SequencedStatistics topic) {
        LogSummary log = topic.log();
        if (log == null) {
            return "cannot be read: " + topic.logError();
        }
        return log.directory() + ", "
                + (log.lastSequence() < log.firstSequence()
                        ? "no messages"
                        : "sequences " + log.firstSequence() + " to " + log.lastSequence())
                + ", " + Quantity.of(log.files(), "file") + " of " + LogText.size(log.bytes()) + ", "
                + (log.written() ? "written now" : "not written now");
    }

    /** Returns a table of the durable subscriptions; empty if there are none. */
    static String subscriptions(SequencedStatistics topic, int columns) {
        if (topic.subscriptions().isEmpty()) {
            return "";
        }
        Table table = new Table(Set.of(CONFIRMED, BEHIND), "SUBSCRIPTION", "CONFIRMED", "BEHIND", "USED BY");
        for (SequencedStatistics.Subscription subscription : topic.subscriptions()) {
            long behind = topic.behind(subscription);
            table.row(subscription.name(), Long.toString(subscription.confirmed()),
                    behind < 0 ? "unknown" : Long.toString(behind), user(subscription));
        }
        return "\n" + table.fit(columns, 1);
    }

    private static String user(SequencedStatistics.Subscription subscription) {
        if (!subscription.alive()) {
            return "-";
        }
        return subscription.pids().isEmpty()
                ? "a live subscriber"
                : subscription.pids().stream().map(pid -> "pid " + pid).collect(Collectors.joining(", "));
    }
}
