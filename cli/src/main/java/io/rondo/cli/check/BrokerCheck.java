package io.rondo.cli.check;

import io.rondo.broker.health.Alarm;
import io.rondo.broker.health.BrokerState;
import io.rondo.broker.status.BrokerStatus;
import io.rondo.broker.status.SubscriptionStatus;
import io.rondo.broker.status.TopicStatus;
import java.util.Locale;

/** Checks what a broker tells about itself. */
final class BrokerCheck {
    private static final double PERCENT = 100;

    private BrokerCheck() {}

    /**
     * Checks a broker. Recovery is no finding: it takes its time.
     *
     * @param report gets what is found
     * @param status of the broker
     * @param lag limits of the age of the oldest message that a durable subscription has not confirmed, in seconds
     */
    static void check(CheckReport report, BrokerStatus status, Limits lag) {
        report.summary(state(status));
        for (Alarm alarm : status.alarms()) {
            report.add(alarm.blocking() ? Severity.CRITICAL : Severity.WARNING, alarm.message());
        }
        double longest = 0;
        for (TopicStatus topic : status.topics()) {
            for (SubscriptionStatus subscription : topic.subscriptions()) {
                longest = Math.max(longest, subscription.lagSeconds());
                report.add(lag.of(subscription.lagSeconds()), "durable subscription " + subscription.name()
                        + " of topic " + topic.topic() + " is " + CheckReport.number(subscription.lagSeconds())
                        + " s and " + subscription.lagMessages() + " messages behind");
            }
        }
        report.figure("topics", status.topics().size());
        report.figure("alarms", status.alarms().size());
        report.figure("lag", CheckReport.number(longest) + "s", lag.ranges() + ";0");
    }

    private static String state(BrokerStatus status) {
        String state = "broker " + status.state().name().toLowerCase(Locale.ROOT);
        if (status.state() != BrokerState.RECOVERING) {
            return state + ", " + status.topics().size() + " topics";
        }
        var recovery = status.recovery();
        return state + ", " + recovery.doneTopics() + " of " + recovery.topics() + " topics done"
                + (recovery.bytes() == 0
                        ? ""
                        : ", " + recovery.topic() + " "
                                + CheckReport.number(Math.rint(PERCENT * recovery.doneBytes() / recovery.bytes()))
                                + " %");
    }
}
