package io.rondo.broker.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * Reads the values of an object, checks them, and collects an error for each invalid one. The value that is returned for an
 * invalid one is of no use. Confined to one thread.
 */
final class Section {
    private final String path;
    private final Config values;
    private final List<String> errors;
    private final Set<String> used;

    /**
     * Creates the reader of one object.
     *
     * @param path of the object, for messages
     * @param values with all keys
     * @param errors gets the messages
     * @param used gets the path of each key that is read
     */
    Section(String path, Config values, List<String> errors, Set<String> used) {
        this.path = path;
        this.values = values;
        this.errors = errors;
        this.used = used;
    }

    /** Returns a reader of an object in this one. */
    Section section(String key) {
        return new Section(path + "." + key, values.getConfig(key), errors, used);
    }

    /** Returns whether a key is set. */
    boolean has(String key) {
        return values.root().containsKey(key);
    }

    /** Returns text; null if it is empty. */
    String text(String key) {
        return read(key, "give a text", value -> {
            String text = value.unwrapped().toString();
            return text.isEmpty() ? null : text;
        });
    }

    /** Returns an absolute path; null if it is empty. */
    Path path(String key) {
        return read(key, "give the path of a directory", value -> {
            String text = value.unwrapped().toString();
            return text.isEmpty() ? null : Path.of(text).toAbsolutePath();
        });
    }

    /** Returns a whole number. */
    int number(String key, int least, int most) {
        Integer number = read(key, "give a whole number from " + least + " to " + most,
                value -> {
                    int whole = Integer.parseInt(value.unwrapped().toString());
                    require(whole >= least && whole <= most);
                    return whole;
                });
        return number == null ? least : number;
    }

    /** Returns an unsigned number of 32 bits; null if it is empty. */
    Integer unsigned(String key) {
        return read(key, "give a number", value -> value.unwrapped().toString().isEmpty()
                ? null
                : Integer.valueOf(Integer.parseUnsignedInt(value.unwrapped().toString())));
    }

    /** Returns the unsigned numbers of 32 bits in a list. */
    Set<Integer> unsignedSet(String key) {
        used.add(path + "." + key);
        ConfigValue value = values.root().get(key);
        try {
            return values.getStringList(key).stream().map(Integer::parseUnsignedInt).collect(Collectors.toSet());
        } catch (ConfigException | NumberFormatException e) {
            error(value, key, "give a list of numbers, such as [1001, 1002]");
            return Set.of();
        }
    }

    /** Returns the texts of a list. */
    List<String> texts(String key) {
        used.add(path + "." + key);
        try {
            return values.getStringList(key);
        } catch (ConfigException e) {
            error(values.root().get(key), key, "give a list of texts");
            return List.of();
        }
    }

    /**
     * Returns what a reader makes of a text; null if it refuses the text.
     *
     * @param key the key
     * @param reader throws an {@link IllegalArgumentException} with the reason and the remedy
     */
    <T> T parsed(String key, Function<String, T> reader) {
        int before = errors.size();
        String text = text(key);
        if (errors.size() > before) {
            return null;
        }
        try {
            return reader.apply(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            error(values.root().get(key), key, e.getMessage());
            return null;
        }
    }

    /** Adds the error that a key is not set in this object. */
    void missing(String key, String remedy) {
        errors.add(Origins.of(values.root()) + ": " + path + " has no " + key + ": " + remedy);
    }

    private static void require(boolean valid) {
        if (!valid) {
            throw new IllegalArgumentException("out of range");
        }
    }

    /** Returns yes or no. */
    boolean flag(String key) {
        return Boolean.TRUE.equals(read(key, "use yes or no", value -> values.getBoolean(key)));
    }

    /** Returns a constant by its name in lower case; null if it is invalid. */
    <E extends Enum<E>> E choice(String key, Class<E> type) {
        String names = Arrays.stream(type.getEnumConstants()).map(constant -> lowerCase(constant.name()))
                .collect(Collectors.joining(", "));
        return read(key, "use one of " + names, value -> {
            String text = value.unwrapped().toString();
            return Enum.valueOf(type, text.equals(lowerCase(text)) ? text.toUpperCase(Locale.ROOT) : "");
        });
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /**
     * Returns bytes.
     *
     * @param key the key
     * @param valid whether a number is in range
     * @param range describes that
     * @param none word for no value; null if there is none
     * @return the number; null for the word
     */
    Long size(String key, LongPredicate valid, String range, String none) {
        return read(key, "give a size" + range + or(none), value -> {
            if (is(value, none)) {
                return null;
            }
            long bytes = values.getBytes(key);
            require(valid.test(bytes));
            return bytes;
        });
    }

    /**
     * Returns a duration.
     *
     * @param key the key
     * @param least shortest valid one
     * @param most longest valid one
     * @param range describes that
     * @param none word for no value; null if there is none
     * @return the duration; null for the word
     */
    Duration duration(String key, Duration least, Duration most, String range, String none) {
        return read(key, "give a time with a unit, such as 500ms, 5s, 10m, 2h or 7d" + range + or(none), value -> {
            if (is(value, none)) {
                return null;
            }
            // Without a unit it would count as milliseconds.
            require(!value.unwrapped().toString().strip().matches("[-+0-9.]*"));
            Duration duration = values.getDuration(key);
            require(duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
            return duration;
        });
    }

    private static String or(String none) {
        return none == null ? "" : ", or " + none;
    }

    private static boolean is(ConfigValue value, String word) {
        return value.unwrapped().equals(word);
    }

    private <T> T read(String key, String remedy, Function<ConfigValue, T> reader) {
        used.add(path + "." + key);
        ConfigValue value = values.root().get(key);
        try {
            if (value.valueType() != ConfigValueType.OBJECT && value.valueType() != ConfigValueType.LIST
                    && value.valueType() != ConfigValueType.NULL) {
                return reader.apply(value);
            }
        } catch (ConfigException | IllegalArgumentException | ArithmeticException e) {
            // Reported below.
        }
        error(value, key, remedy);
        return null;
    }

    private void error(ConfigValue value, String key, String remedy) {
        errors.add(Origins.of(value) + ": " + path + "." + key + " is " + Origins.shown(value) + ": " + remedy);
    }
}
