package io.rondo.broker.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import io.rondo.broker.access.AccessRule;
import io.rondo.broker.topic.TopicRule;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.Durability;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.SegmentSpec;
import java.util.List;
import java.util.Set;

/** Reads {@code rondo.topic} and {@code rondo.topics}. */
final class TopicReader {
    private static final String TOPIC = "topic";
    private static final String RETENTION = "retention";

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
        List<TopicRule> rules = new NamedEntries(known, errors, used, ChannelName::ingress).read(rondo, "topics", TOPIC,
                this::rule);
        return errors.isEmpty() ? new TopicRules(rules, otherwise) : TopicRules.DEFAULTS;
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
                RetentionReader.read(merged.section(RETENTION), true), access(merged.section("access")));
    }

    private static AccessRule access(Section section) {
        return new AccessRule(section.unsignedSet("publish-uids"), section.unsignedSet("publish-gids"),
                section.unsignedSet("subscribe-uids"), section.unsignedSet("subscribe-gids"));
    }

    private static boolean isCapacity(long bytes) {
        return Long.bitCount(bytes) == 1 && bytes >= SegmentSpec.MIN_CAPACITY && bytes <= SegmentSpec.MAX_CAPACITY;
    }
}
