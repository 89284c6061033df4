package io.rondo.broker.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Reads settings from the environment and from system properties, as the client does. */
final class Overrides {
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
