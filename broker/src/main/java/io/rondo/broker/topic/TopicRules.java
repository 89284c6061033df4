package io.rondo.broker.topic;

import io.rondo.broker.access.AccessRule;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.client.Durability;
import io.rondo.client.RondoException;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.segment.SegmentSpec;
import java.util.List;

/**
 * The rules for all topics of a broker. A rule with the name of the topic comes first, then the first pattern that matches,
 * then the rule for all others. Immutable.
 *
 * @param rules with different names
 * @param otherwise for topics without a rule; also has what a rule does not set
 */
public record TopicRules(List<TopicRule> rules, TopicRule otherwise) {
    /** Only {@link TopicRule#DEFAULT}. */
    public static final TopicRules DEFAULTS = new TopicRules(List.of(), TopicRule.DEFAULT);

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the rule for all others sets no durability
     */
    public TopicRules {
        rules = List.copyOf(rules);
        if (otherwise.durability() == null) {
            throw new IllegalArgumentException("the rule for topics without a rule sets no durability: set one");
        }
    }

    /** Returns requests for the topics that the broker creates at its start, with what their rules set. */
    public List<TopicRequest> named() {
        return rules.stream().filter(rule -> !rule.isPattern())
                .map(rule -> new TopicRequest(rule.name(), rule.properties(), rule.durability())).toList();
    }

    /** Returns what the log of a topic keeps. */
    public RetentionPolicy retention(String topic) {
        return rule(topic).retention();
    }

    /** Returns which other users have rights to a topic. */
    public AccessRule access(String topic) {
        return rule(topic).access();
    }

    /** Returns whether other users have a right to any topic. */
    public boolean allowOtherUsers() {
        return !otherwise.access().isEmpty() || rules.stream().anyMatch(rule -> !rule.access().isEmpty());
    }

    /**
     * Returns the request for a new topic, with what the client left open.
     *
     * @param asked what the client set
     * @return the request, with a durability; the longest message is at most what the capacity allows
     * @throws RondoException if the topic may not be created
     */
    public TopicRequest complete(TopicRequest asked) {
        TopicRule rule = rule(asked.topic());
        if (rule.isPattern() && !rule.onDemand()) {
            throw new RondoException("topic " + asked.topic() + " does not exist, and this broker does not create it"
                    + " on demand: add it to rondo.topics in the broker's configuration, or set on-demand = yes there");
        }
        Durability durability = first(asked.durability(), rule.durability(), otherwise.durability());
        SegmentSpec properties = sizes(asked.properties(), rule.properties()).withDefaults(asked.properties())
                .withDefaults(rule.properties()).withDefaults(otherwise.properties());
        return new TopicRequest(asked.topic(), properties, durability);
    }

    /** Returns the capacity and the longest message, which is limited unless the client asks for it. */
    private SegmentSpec sizes(SegmentSpec asked, SegmentSpec rule) {
        SegmentSpec.Builder sizes = SegmentSpec.builder();
        Integer capacity = first(asked.capacity(), rule.capacity(), otherwise.properties().capacity());
        if (capacity != null) {
            sizes.capacity(capacity);
        }
        Integer longest = first(null, rule.maxMessageLength(), otherwise.properties().maxMessageLength());
        if (asked.maxMessageLength() == null && longest != null) {
            sizes.maxMessageLength(Math.min(longest, SequencedLayout.maxMessageLength(
                    capacity == null ? SegmentSpec.BASE_CAPACITY : capacity)));
        }
        return sizes.build();
    }

    private static <T> T first(T asked, T rule, T otherwise) {
        if (asked != null) {
            return asked;
        }
        return rule == null ? otherwise : rule;
    }

    private TopicRule rule(String topic) {
        TopicRule first = otherwise;
        for (TopicRule rule : rules) {
            if (rule.name().equals(topic)) {
                return rule;
            }
            if (first == otherwise && rule.matches(topic)) {
                first = rule;
            }
        }
        return first;
    }
}
