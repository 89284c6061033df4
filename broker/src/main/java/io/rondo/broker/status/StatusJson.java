package io.rondo.broker.status;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.lang.reflect.Type;
import java.util.Locale;

/** The records of this package as JSON: the names of their components are the keys. Constants are in lower case. */
public final class StatusJson {
    private static final Gson COMPACT = gson().create();
    private static final Gson PRETTY = gson().setPrettyPrinting().create();

    private StatusJson() {}

    private static GsonBuilder gson() {
        return new GsonBuilder().disableHtmlEscaping()
                .registerTypeHierarchyAdapter(Enum.class,
                        (JsonSerializer<Enum<?>>) (constant, _, _) -> new JsonPrimitive(
                                constant.name().toLowerCase(Locale.ROOT)))
                .registerTypeHierarchyAdapter(Enum.class,
                        (JsonDeserializer<Enum<?>>) (json, type, _) -> constant(json.getAsString(), type));
    }

    private static Enum<?> constant(String name, Type type) {
        for (Object constant : ((Class<?>) type).getEnumConstants()) {
            if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(name)) {
                return (Enum<?>) constant;
            }
        }
        throw new JsonParseException("'" + name + "' is no value of " + type.getTypeName());
    }

    /** Returns a record on one line. */
    public static String line(Record status) {
        return COMPACT.toJson(status);
    }

    /** Returns a record on many lines, for a reader. */
    public static String pretty(Record status) {
        return PRETTY.toJson(status);
    }

    /**
     * Parses the status of a broker.
     *
     * @param json what the broker sent
     * @return the status
     * @throws IllegalArgumentException if it is no status
     */
    public static BrokerStatus parse(String json) {
        try {
            BrokerStatus status = COMPACT.fromJson(json, BrokerStatus.class);
            if (status != null && status.state() != null && status.channels() != null && status.logs() != null
                    && status.recovery() != null && status.topics() != null && status.recordings() != null
                    && status.bridges() != null
                    && status.alarms() != null) {
                return status;
            }
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("it is no status of a broker: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("it is no status of a broker: a key is missing");
    }
}
