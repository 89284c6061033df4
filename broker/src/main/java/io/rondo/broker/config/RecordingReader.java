package io.rondo.broker.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import io.rondo.broker.recording.topics.RecordingRule;
import io.rondo.broker.recording.topics.RecordingRules;
import io.rondo.broker.topic.NamePattern;
import io.rondo.client.Durability;
import io.rondo.core.segment.ChannelName;
import java.util.List;
import java.util.Set;

/** Reads {@code rondo.recording} and {@code rondo.recordings}. */
final class RecordingReader {
    private static final String DEFAULTS = "recording";

    /** The durabilities of a recording. */
    private enum Recorded {
        OS,
        DISK
    }

    private final ConfigObject known;
    private final List<String> errors;
    private final Set<String> used;

    /**
     * Creates the reader.
     *
     * @param known {@code rondo.recording} with all keys
     * @param errors gets the messages
     * @param used gets the path of each key that is read
     */
    RecordingReader(ConfigObject known, List<String> errors, Set<String> used) {
        this.known = known;
        this.errors = errors;
        this.used = used;
    }

    /** Reads the rules of a configuration, {@code rondo}, with all keys. */
    RecordingRules read(Config rondo) {
        // Also without an entry that would use them.
        rule(NamePattern.ALL.text(), new Section("rondo", rondo, errors, used).section(DEFAULTS));
        List<RecordingRule> rules = new NamedEntries(known, errors, used, ChannelName::require).read(rondo,
                "recordings", DEFAULTS, (name, _, merged) -> rule(name, merged));
        return errors.isEmpty() ? new RecordingRules(rules) : RecordingRules.NONE;
    }

    private static RecordingRule rule(String name, Section section) {
        Recorded durability = section.choice("durability", Recorded.class);
        return new RecordingRule(new NamePattern(name), durability == Recorded.OS ? Durability.OS : Durability.DISK,
                RetentionReader.read(section.section("retention"), false));
    }
}
