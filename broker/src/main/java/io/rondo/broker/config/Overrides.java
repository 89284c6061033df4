package io.rondo.broker.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Reads settings from the environment and from system properties, as the client does. */
final class Overrides {
    private static final String PREFIX = "RONDO_";
    /** Variables that the client or the launcher reads, and that are no keys of the broker's configuration. */
    private static final List<String> OTHERS = List.of("RONDO_TRANSPORT", "RONDO_SOCKET_DIR", "RONDO_SOCKET_IO",
            "RONDO_SOCKET_CONNECTIONS", "RONDO_JVM_DIR", "RONDO_JAVA_OPTS");

    private final Map<String, String> environment;
    private final Properties properties;

    Overrides(Map<String, String> environment, Properties properties) {
        this.environment = environment;
        this.properties = properties;
    }

    /** Returns the name of the environment variable of a key. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Returns the values that are set, of all keys of a configuration that are neither lists nor objects. */
    Config of(Config known) {
        Config found = ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> entry : known.entrySet()) {
            if (entry.getValue().valueType() != ConfigValueType.LIST) {
                ConfigValue value = find(variable(entry.getKey()));
                found = value == null ? found : found.withValue(entry.getKey(), value);
            }
        }
        return found;
    }

    /** Returns a message for each variable that begins with {@code RONDO_} and has no effect, with the remedy. */
    List<String> unknown(Config known) {
        Set<String> names = new TreeSet<>(OTHERS);
        known.entrySet().stream().filter(entry -> entry.getValue().valueType() != ConfigValueType.LIST)
                .forEach(entry -> names.add(variable(entry.getKey())));
        return environment.keySet().stream().filter(name -> name.startsWith(PREFIX) && !names.contains(name)).sorted()
                .map(name -> "environment variable " + name + " has no effect: " + remedy(name, names)).toList();
    }

    private static String remedy(String name, Set<String> names) {
        String closest = Suggestion.closest(name.substring(PREFIX.length()),
                names.stream().map(each -> each.substring(PREFIX.length())).toList());
        return closest == null
                ? "remove it, or check its spelling against the settings"
                : "did you mean " + PREFIX + closest + "?";
    }

    private ConfigValue find(String variable) {
        String property = variable.toLowerCase(Locale.ROOT).replace('_', '.');
        String value = properties.getProperty(property, "");
        if (!value.isEmpty()) {
            return ConfigValueFactory.fromAnyRef(value, "system property " + property);
        }
        value = environment.getOrDefault(variable, "");
        return value.isEmpty() ? null : ConfigValueFactory.fromAnyRef(value, "environment variable " + variable);
    }
}
