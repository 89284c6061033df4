package io.rondo.broker.topic;

import io.rondo.broker.access.AccessRule;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.client.Durability;
import io.rondo.core.segment.SegmentSpec;
import java.util.Objects;

/**
 * A rule for one topic, or for those whose names match a pattern. Immutable; each setter returns a changed copy.
 *
 * @param name of a topic, which the broker creates at its start; or a pattern, in which {@code *} stands for any characters,
 * also none
 * @param onDemand whether such a topic is created when a client asks for it; topics that the broker creates at its start are
 * always created again
 * @param durability of a new topic for which the client asks for none; null if not set
 * @param properties of a new topic for which the client asks for none, each set or not
 * @param retention what the log keeps
 * @param access which other users have rights to the topic
 */
public record TopicRule(String name, boolean onDemand, Durability durability, SegmentSpec properties,
        RetentionPolicy retention, AccessRule access) {
    /** For all topics: created on demand, with durability {@code disk} and the default properties; logs keep everything. */
    public static final TopicRule DEFAULT = new TopicRule(NamePattern.ALL.text(), true, Durability.DISK,
            SegmentSpec.builder().topic(true).sequenced(0).build(), RetentionPolicy.UNLIMITED, AccessRule.NONE);

    /** Checks that the name, the properties, the retention and the access are not null. */
    public TopicRule {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(properties, "properties");
        Objects.requireNonNull(retention, "retention");
        Objects.requireNonNull(access, "access");
    }

    /** Sets the name, or the pattern. */
    public TopicRule name(String nameOrPattern) {
        return new TopicRule(nameOrPattern, onDemand, durability, properties, retention, access);
    }

    /** Sets whether topics are created on demand. */
    public TopicRule onDemand(boolean allowed) {
        return new TopicRule(name, allowed, durability, properties, retention, access);
    }

    /** Sets the durability; null for none. */
    public TopicRule durability(Durability kind) {
        return new TopicRule(name, onDemand, kind, properties, retention, access);
    }

    /** Sets the properties. */
    public TopicRule properties(SegmentSpec spec) {
        return new TopicRule(name, onDemand, durability, spec, retention, access);
    }

    /** Sets what the logs keep. */
    public TopicRule retention(RetentionPolicy policy) {
        return new TopicRule(name, onDemand, durability, properties, policy, access);
    }

    /** Sets which other users have rights to the topics. */
    public TopicRule access(AccessRule rule) {
        return new TopicRule(name, onDemand, durability, properties, retention, rule);
    }

    /** Returns whether the rule is for all names that match a pattern. */
    public boolean isPattern() {
        return new NamePattern(name).isPattern();
    }

    /** Returns whether the rule is for a topic. */
    public boolean matches(String topic) {
        return new NamePattern(name).matches(topic);
    }
}
