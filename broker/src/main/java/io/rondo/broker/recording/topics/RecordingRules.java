package io.rondo.broker.recording.topics;

import java.util.List;

/**
 * Which plain topics a broker records. A rule with the name of the topic comes first, then the first pattern that matches.
 * Immutable.
 *
 * @param rules with different names
 */
public record RecordingRules(List<RecordingRule> rules) {
    /** No topic is recorded. */
    public static final RecordingRules NONE = new RecordingRules(List.of());

    /** Copies the list. */
    public RecordingRules {
        rules = List.copyOf(rules);
    }

    /** Returns the rule for a topic; null if the topic is not recorded. */
    RecordingRule rule(String topic) {
        RecordingRule first = null;
        for (RecordingRule rule : rules) {
            if (rule.name().text().equals(topic)) {
                return rule;
            }
            if (first == null && rule.name().matches(topic)) {
                first = rule;
            }
        }
        return first;
    }
}
