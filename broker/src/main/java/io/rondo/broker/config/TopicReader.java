package io.rondo.broker.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.rondo.broker.access.AccessRule;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.topic.TopicRule;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.Durability;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.SegmentSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code rondo.topic} and {@code rondo.topics}. */
final class TopicReader {
    private static final String TOPIC = "topic";
    private static final String TOPICS = "topics";
    private static final String NAME = "name";
    private static final String PATH = "rondo." + TOPICS;
    private static final Duration LONGEST_AGE = Duration.ofDays(36_500);
    private static final Duration SHORTEST_AGE = Duration.ofSeconds(1);

    private final ConfigObject known;
    private final List<String> errors;
    private final Set<String> used;

    /**
     * Creates the reader.
     *
     * @param known {@code rondo.topic} with all keys
     * @param errors gets the messages
     * @param used gets the path of each key that is read
     */
    TopicReader(ConfigObject known, List<String> errors, Set<String> used) {
        this.known = known;
        this.errors = errors;
        this.used = used;
    }

    /** Reads the rules of a configuration, {@code rondo}, with all keys. */
    TopicRules read(Config rondo) {
        Section defaults = new Section("rondo", rondo, errors, used).section(TOPIC);
        TopicRule otherwise = rule(TopicRule.DEFAULT.name(), defaults, defaults);
        List<TopicRule> rules = new ArrayList<>();
        used.add(PATH);
        ConfigValue list = rondo.getValue(TOPICS);
        if (!(list instanceof List<?> entries)) {
            errors.add(Origins.of(list) + ": " + PATH + " is " + Origins.shown(list) + ": give a list of objects");
            return TopicRules.DEFAULTS;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof ConfigObject entry) {
                TopicRule rule = entry(PATH + "[" + i + "]", entry, rondo.getConfig(TOPIC));
                if (rule != null && !names.add(rule.name())) {
                    errors.add(Origins.of(entry) + ": " + PATH + " has the name " + rule.name()
                            + " twice: remove one of the entries");
                }
                rules.add(rule);
            } else {
                ConfigValue value = (ConfigValue) entries.get(i);
                errors.add(Origins.of(value) + ": " + PATH + "[" + i + "] is " + Origins.shown(value)
                        + ": give an object with a name");
            }
        }
        return errors.isEmpty() ? new TopicRules(rules, otherwise) : TopicRules.DEFAULTS;
    }

    /** Returns the rule of an entry; null if it cannot be read or has no name. */
    private TopicRule entry(String path, ConfigObject entry, Config defaults) {
        if (!new KeyCheck(errors).check(path, entry, known.withValue(NAME, ConfigValueFactory.fromAnyRef("")))) {
            return null;
        }
        Config own = entry.toConfig();
        Section section = new Section(path, own, errors, new HashSet<>());
        String name = section.has(NAME) ? section.text(NAME) : null;
        if (name == null) {
            errors.add(Origins.of(entry) + ": " + path + " has no name: give one, or a pattern with *");
            return null;
        }
        try {
            // A star stands for at least no character.
            ChannelName.ingress(name.equals("*") ? "x" : name.replaceFirst("^\\*", "x").replace("*", ""));
        } catch (IllegalArgumentException e) {
            errors.add(Origins.of(entry.get(NAME)) + ": " + path + ": " + e.getMessage());
        }
        Section merged = new Section(path, own.withFallback(defaults), errors, new HashSet<>());
        return rule(name, section, merged);
    }

    /**
     * Reads a rule.
     *
     * @param name of the topic, or a pattern
     * @param own has the keys that are set
     * @param merged has all keys
     */
    private TopicRule rule(String name, Section own, Section merged) {
        SegmentSpec.Builder properties = SegmentSpec.builder().topic(true).sequenced(0);
        int capacity = SegmentSpec.MAX_CAPACITY;
        if (own.has("capacity")) {
            Long bytes = own.size("capacity", TopicReader::isCapacity, " from 4k to 512m, a power of two", null);
            capacity = bytes == null ? capacity : bytes.intValue();
            properties.capacity(capacity);
        }
        if (own.has("max-message")) {
            int most = SequencedLayout.maxMessageLength(capacity);
            Long bytes = own.size("max-message", size -> size >= 0 && size <= most,
                    " of at most " + most + " bytes, about a quarter of the capacity", "auto");
            if (bytes != null) {
                properties.maxMessageLength(bytes.intValue());
            }
        }
        if (own.has("max-participants")) {
            properties.maxParticipants(own.number("max-participants", 1, SlotLayout.MAX_PEERS));
        }
        Durability durability = own.has("durability") ? own.choice("durability", Durability.class) : null;
        return new TopicRule(name, merged.flag("on-demand"), durability, properties.build(),
                retention(merged.section("retention")), access(merged.section("access")));
    }

    private static AccessRule access(Section section) {
        return new AccessRule(section.unsignedSet("publish-uids"), section.unsignedSet("publish-gids"),
                section.unsignedSet("subscribe-uids"), section.unsignedSet("subscribe-gids"));
    }

    private static boolean isCapacity(long bytes) {
        return Long.bitCount(bytes) == 1 && bytes >= SegmentSpec.MIN_CAPACITY && bytes <= SegmentSpec.MAX_CAPACITY;
    }

    private static RetentionPolicy retention(Section section) {
        Long size = section.size("size", bytes -> bytes > 0, " of at least a byte", "unlimited");
        Duration age = section.duration("age", SHORTEST_AGE, LONGEST_AGE, ", from 1s", "unlimited");
        return new RetentionPolicy(size == null ? 0 : size, age == null ? 0 : age.toNanos(), section.flag("interest"));
    }
}
