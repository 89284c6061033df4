package io.rondo.broker.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds keys that do not exist, and objects in the place of values or the other way round. */
final class KeyCheck {
    private final List<String> errors;

    KeyCheck(List<String> errors) {
        this.errors = errors;
    }

    /**
     * Compares an object with one that has all keys.
     *
     * @param path of the object; empty for the root
     * @param given the object
     * @param known has all keys
     * @return whether each object is in its place, so that the values can be read
     */
    boolean check(String path, ConfigObject given, ConfigObject known) {
        boolean readable = true;
        for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(given).entrySet()) {
            String key = entry.getKey();
            ConfigValue value = entry.getValue();
            String full = path.isEmpty() ? key : path + "." + key;
            ConfigValue expected = known.get(key);
            if (expected == null) {
                errors.add(Origins.of(value) + ": unknown key " + full + ": " + remedy(path, key, known));
            } else if (expected.valueType() == ConfigValueType.OBJECT) {
                if (value instanceof ConfigObject object) {
                    readable &= check(full, object, (ConfigObject) expected);
                } else {
                    readable = false;
                    errors.add(Origins.of(value) + ": " + full + " is " + Origins.shown(value)
                            + ": give an object with the keys " + keys(expected));
                }
            }
        }
        return readable;
    }

    private static String remedy(String path, String key, ConfigObject known) {
        String closest = Suggestion.closest(key, known.keySet());
        if (closest == null) {
            return "use one of " + keys(known);
        }
        return "did you mean " + (path.isEmpty() ? closest : path + "." + closest) + "?";
    }

    private static String keys(ConfigValue object) {
        return String.join(", ", new TreeMap<>((ConfigObject) object).keySet());
    }
}
