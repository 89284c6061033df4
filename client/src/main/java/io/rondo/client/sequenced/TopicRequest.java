package io.rondo.client.sequenced;

import io.rondo.client.Durability;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.segment.SegmentSpec;
import java.util.Locale;

/**
 * Opens a topic: the broker creates it if it does not exist, and compares the properties otherwise.
 *
 * @param topic the name
 * @param properties of the topic, each set or not
 * @param durability null if not set
 */
public record TopicRequest(String topic, SegmentSpec properties, Durability durability) implements BrokerRequest {
    static final String NAME = "open";

    private static final int OCTAL = 8;

    @Override
    public String toLine() {
        StringBuilder line = new StringBuilder(BrokerRequest.line(NAME, topic));
        append(line, "capacity", properties.capacity());
        append(line, "max-message", properties.maxMessageLength());
        append(line, "max-participants", properties.maxParticipants());
        append(line, "schema",
                properties.schemaId() == null ? null : properties.schemaId() + ":" + properties.schemaVersion());
        append(line, "fence-side", properties.fenceSide() == null ? null : name(properties.fenceSide()));
        append(line, "file-mode", properties.fileMode() == null ? null : Integer.toOctalString(properties.fileMode()));
        append(line, "durability", durability == null ? null : name(durability));
        return line.toString();
    }

    private static void append(StringBuilder line, String key, Object value) {
        if (value != null) {
            line.append(' ').append(key).append('=').append(value);
        }
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Parses the fields behind the topic. */
    static TopicRequest parse(String topic, String[] fields) {
        SegmentSpec.Builder properties = SegmentSpec.builder().topic(true).sequenced(0);
        Durability durability = null;
        for (String field : fields) {
            int end = field.indexOf('=');
            String key = field.substring(0, Math.max(0, end));
            String value = field.substring(end + 1);
            if (key.equals("durability")) {
                durability = constant(Durability.class, value);
            } else {
                set(properties, key, value);
            }
        }
        return new TopicRequest(topic, properties.build(), durability);
    }

    private static void set(SegmentSpec.Builder properties, String key, String value) {
        switch (key) {
            case "capacity" -> properties.capacity(number(value));
            case "max-message" -> properties.maxMessageLength(number(value));
            case "max-participants" -> properties.maxParticipants(number(value));
            case "fence-side" -> properties.fenceSide(constant(FenceSide.class, value));
            case "file-mode" -> properties.fileMode(Integer.parseInt(value, OCTAL));
            case "schema" -> {
                String[] parts = value.split(":", -1);
                if (parts.length != 2) {
                    throw new IllegalArgumentException(
                            "schema '" + BrokerRequest.abbreviated(value) + "' is not ID:VERSION");
                }
                properties.schema(number(parts[0]), number(parts[1]));
            }
            default ->
                throw new IllegalArgumentException("'" + BrokerRequest.abbreviated(key) + "' is no known property");
        }
    }

    private static int number(String value) {
        return Integer.parseInt(value);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String value) {
        return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    }
}
