package io.rondo.broker.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.rondo.core.segment.ChannelName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads a list of objects that have a name of topics, and keys of which another object has the defaults. */
final class NamedEntries {
    /** The key of the name. */
    private static final String NAME = "name";
    private static final String ROOT = "rondo.";

    private final ConfigObject known;
    private final List<String> errors;
    private final Set<String> used;
    private final UnaryOperator<String> nameCheck;

    /** Makes a rule of an entry. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * Reads an entry.
         *
         * @param name of a topic, or a pattern
         * @param own has the keys that are set
         * @param merged has all keys
         */
        T read(String name, Section own, Section merged);
    }

    /**
     * Creates the reader.
     *
     * @param known the defaults, with all keys
     * @param errors gets the messages
     * @param used gets the path of the list
     * @param nameCheck checks a name, as {@link ChannelName#require}
     */
    NamedEntries(ConfigObject known, List<String> errors, Set<String> used, UnaryOperator<String> nameCheck) {
        this.known = known;
        this.errors = errors;
        this.used = used;
        this.nameCheck = nameCheck;
    }

    /**
     * Reads a list.
     *
     * @param rondo has all keys
     * @param key of the list
     * @param defaults key of the defaults
     * @param reader makes a rule of an entry
     * @return the rules; of no use if there are errors
     */
    <T> List<T> read(Config rondo, String key, String defaults, Reader<T> reader) {
        String path = ROOT + key;
        used.add(path);
        // Unlike getValue, this returns a null of the file, too.
        ConfigValue list = rondo.root().get(key);
        List<T> rules = new ArrayList<>();
        if (!(list instanceof List<?> entries)) {
            errors.add(Origins.of(list) + ": " + path + " is " + Origins.shown(list) + ": give a list of objects");
            return rules;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof ConfigObject entry) {
                String name = name(path + "[" + i + "]", entry);
                if (name != null && !names.add(name)) {
                    errors.add(Origins.of(entry) + ": " + path + " has the name " + name
                            + " twice: remove one of the entries");
                }
                if (name != null) {
                    rules.add(entry(path + "[" + i + "]", name, entry, rondo.getConfig(defaults), reader));
                }
            } else {
                ConfigValue value = (ConfigValue) entries.get(i);
                errors.add(Origins.of(value) + ": " + path + "[" + i + "] is " + Origins.shown(value)
                        + ": give an object with a name");
            }
        }
        return rules;
    }

    /** Returns the name of an entry; null if the entry cannot be read or has none. */
    private String name(String path, ConfigObject entry) {
        if (!new KeyCheck(errors).check(path, entry, known.withValue(NAME, ConfigValueFactory.fromAnyRef("")))) {
            return null;
        }
        Section section = new Section(path, entry.toConfig(), errors, new HashSet<>());
        int before = errors.size();
        String name = section.has(NAME) ? section.text(NAME) : null;
        if (name == null && errors.size() == before) {
            errors.add(Origins.of(entry) + ": " + path + " has no name: give one, or a pattern with *");
        }
        return name;
    }

    private <T> T entry(String path, String name, ConfigObject entry, Config defaults, Reader<T> reader) {
        try {
            // A star stands for at least no character.
            nameCheck.apply(name.equals("*") ? "x" : name.replaceFirst("^\\*", "x").replace("*", ""));
        } catch (IllegalArgumentException e) {
            errors.add(Origins.of(entry.get(NAME)) + ": " + path + ": " + e.getMessage());
        }
        Config own = entry.toConfig();
        return reader.read(name, new Section(path, own, errors, new HashSet<>()),
                new Section(path, own.withFallback(defaults), errors, new HashSet<>()));
    }
}
