package io.rondo.client.sequenced;

import io.rondo.client.Durability;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.SegmentSpec;
import java.util.Locale;

/**
 * A request to the broker: one line of ASCII text, fields separated by a space. The first field is the version of the
 * protocol, the second the request:
 *
 * <pre>
 * 1 open TOPIC [capacity=N] [max-message=N] [max-participants=N] [schema=ID:VERSION] [fence-side=SIDE] [file-mode=OCTAL] [durability=D]
 * 1 producer TOPIC ID
 * </pre>
 *
 * <p>{@code open} creates the topic if it does not exist, and checks the properties otherwise. {@code producer} registers
 * a producer id, and is answered with the last recorded sequence when everything that was published before the request is
 * sequenced.
 *
 * @param topic the name
 * @param properties of the topic, each set or not; null for a producer's request
 * @param durability null if not set
 * @param producerId 0 to open the topic
 */
public record TopicRequest(String topic, SegmentSpec properties, Durability durability, long producerId) {
    /** The most bytes of a request, its newline included. */
    public static final int MAX_LENGTH = 512;

    private static final String VERSION = "1";
    private static final String OPEN = "open";
    private static final String PRODUCER = "producer";
    private static final int FIRST_PROPERTY = 3;
    private static final int OCTAL = 8;

    /** Returns the request to open a topic. */
    public static TopicRequest open(String topic, SegmentSpec properties, Durability durability) {
        return new TopicRequest(topic, properties, durability, 0);
    }

    /** Returns the request to register a producer id. */
    public static TopicRequest producer(String topic, long producerId) {
        return new TopicRequest(topic, null, null, producerId);
    }

    /** Returns the line, without a newline. */
    public String toLine() {
        if (properties == null) {
            return String.join(" ", VERSION, PRODUCER, topic, Long.toString(producerId));
        }
        StringBuilder line = new StringBuilder(String.join(" ", VERSION, OPEN, topic));
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

    /**
     * Parses a line that a client sent.
     *
     * @param line without its newline
     * @return the request
     * @throws IllegalArgumentException if it is no valid request; the message names the field
     */
    public static TopicRequest parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length < FIRST_PROPERTY || !fields[0].equals(VERSION)) {
            throw new IllegalArgumentException("'" + abbreviated(line) + "' is no request of version " + VERSION);
        }
        String topic = ChannelName.require(fields[2]);
        ChannelName.ingress(topic);
        if (fields[1].equals(PRODUCER) && fields.length == FIRST_PROPERTY + 1) {
            return producer(topic, producerId(fields[FIRST_PROPERTY]));
        }
        if (!fields[1].equals(OPEN)) {
            throw new IllegalArgumentException("'" + abbreviated(line) + "' is no known request");
        }
        SegmentSpec.Builder properties = SegmentSpec.builder().topic(true).sequenced(0);
        Durability durability = null;
        for (int i = FIRST_PROPERTY; i < fields.length; i++) {
            int end = fields[i].indexOf('=');
            String key = fields[i].substring(0, Math.max(0, end));
            String value = fields[i].substring(end + 1);
            if (key.equals("durability")) {
                durability = constant(Durability.class, value);
            } else {
                set(properties, key, value);
            }
        }
        return open(topic, properties.build(), durability);
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
                    throw new IllegalArgumentException("schema '" + abbreviated(value) + "' is not ID:VERSION");
                }
                properties.schema(number(parts[0]), number(parts[1]));
            }
            default -> throw new IllegalArgumentException("'" + abbreviated(key) + "' is no known property");
        }
    }

    private static int number(String value) {
        return Integer.parseInt(value);
    }

    private static long producerId(String value) {
        long id = Long.parseLong(value);
        if (id < 1 || id > SequencedLayout.MAX_PRODUCER_ID) {
            throw new IllegalArgumentException("producer id " + id + " is out of range");
        }
        return id;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String value) {
        return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    }

    private static String abbreviated(String text) {
        int most = 64;
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= most ? printable : printable.substring(0, most) + "...";
    }
}
