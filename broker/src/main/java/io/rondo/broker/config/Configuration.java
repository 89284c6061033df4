package io.rondo.broker.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.rondo.broker.BrokerSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A valid configuration. Immutable.
 *
 * @param settings of the broker
 * @param logging of its process
 * @param values all values in effect, below {@code rondo}
 */
public record Configuration(BrokerSettings settings, LoggingSettings logging, Config values) {
    private static final String RETENTION = "retention";
    private static final String ACCESS = "access";

    /** Returns all values in effect, in HOCON. */
    public String render() {
        return values.atPath("rondo").root()
                .render(ConfigRenderOptions.defaults().setOriginComments(false).setComments(false).setJson(false));
    }

    /**
     * Returns the keys that cannot change while the broker runs and that differ from another configuration.
     *
     * @param other the other one
     * @return their paths, sorted
     */
    public List<String> fixedDifferences(Configuration other) {
        Map<String, Object> here = fixed();
        Map<String, Object> there = other.fixed();
        return here.keySet().stream().filter(key -> !here.get(key).equals(there.get(key))).map(key -> "rondo." + key)
                .toList();
    }

    private Map<String, Object> fixed() {
        Map<String, Object> fixed = new TreeMap<>();
        values.withoutPath("topic." + RETENTION).withoutPath("topic." + ACCESS).withoutPath("topics")
                .withoutPath("recording").withoutPath("recordings").entrySet()
                .forEach(entry -> fixed.put(entry.getKey(), entry.getValue().unwrapped()));
        fixed.put("topics", values.getList("topics").stream().map(Configuration::withoutChangeable)
                .filter(entry -> !isPatternOnly(entry)).map(ConfigValue::unwrapped).collect(Collectors.toList()));
        return fixed;
    }

    private static ConfigObject withoutChangeable(ConfigValue entry) {
        return ((ConfigObject) entry).withoutKey(RETENTION).withoutKey(ACCESS);
    }

    /** Returns whether an entry has nothing but a pattern. Without what can change it has no effect. */
    private static boolean isPatternOnly(ConfigObject entry) {
        return entry.size() == 1 && entry.get("name").unwrapped().toString().contains("*");
    }
}
