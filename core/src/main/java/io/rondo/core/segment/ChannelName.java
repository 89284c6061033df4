package io.rondo.core.segment;

import io.rondo.core.layout.IdentityLayout;
import java.util.Objects;
import java.util.regex.Pattern;

/** The rules of the names of channels, and of segments, which also contain internal names with {@code @}. */
public final class ChannelName {
    /** All valid names of channels, as a regular expression. */
    static final String FORM = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}";
    /** Follows the name of a sequenced topic in the name of its ingress. */
    private static final String INGRESS = "@in";
    /** Separates the name of a service from the id of a requester in the name of a response queue. */
    private static final char REQUESTER = '@';
    private static final int REQUESTER_DIGITS = 16;
    private static final String RESPONSES = REQUESTER + "[0-9a-f]{" + REQUESTER_DIGITS + "}";
    /** All valid names of segments, as a regular expression. */
    static final String SEGMENT_FORM = FORM + "(?:" + INGRESS + "|" + RESPONSES + ")?";
    private static final int LONGEST_TOPIC = IdentityLayout.MAX_NAME_LENGTH - INGRESS.length();
    private static final int LONGEST_SERVICE = IdentityLayout.MAX_NAME_LENGTH - 1 - REQUESTER_DIGITS;

    private static final Pattern VALID = Pattern.compile(FORM);
    private static final Pattern VALID_SEGMENT = Pattern.compile(SEGMENT_FORM);
    private static final Pattern VALID_RESPONSES = Pattern.compile(FORM + RESPONSES);

    private ChannelName() {}

    /**
     * Checks a name.
     *
     * @param name a name from a user
     * @return the name
     * @throws IllegalArgumentException if it is invalid
     */
    public static String require(String name) {
        if (!isValid(Objects.requireNonNull(name, "name"))) {
            throw new IllegalArgumentException("channel name '" + name
                    + "' is not valid: use 1 to 64 of A-Z a-z 0-9 . _ - and do not begin with a dot");
        }
        return name;
    }

    /** Returns whether a channel may have this name. */
    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /**
     * Checks the name of a segment.
     *
     * @param name the name of a channel, of an ingress, or of a response queue
     * @return the name
     * @throws IllegalArgumentException if it is none of them
     */
    public static String requireSegment(String name) {
        return isInternal(name) && isSegment(name) ? name : require(name);
    }

    static boolean isSegment(String name) {
        return name.length() <= IdentityLayout.MAX_NAME_LENGTH && VALID_SEGMENT.matcher(name).matches();
    }

    /**
     * Returns the name of the ingress of a sequenced topic.
     *
     * @param topic a valid channel name
     * @return the name of the segment
     * @throws IllegalArgumentException if the name is invalid, or too long for a sequenced topic
     */
    public static String ingress(String topic) {
        if (require(topic).length() > LONGEST_TOPIC) {
            throw new IllegalArgumentException(
                    "channel name '" + topic + "' is too long for a sequenced topic: use 1 to "
                            + LONGEST_TOPIC + " characters");
        }
        return topic + INGRESS;
    }

    /** Returns the name that the ingress of a topic has or would have; null if the name allows none. */
    static String findIngress(String name) {
        return isInternal(name) || name.length() > LONGEST_TOPIC ? null : name + INGRESS;
    }

    /** Returns whether a segment is the ingress of a sequenced topic, given its name. */
    public static boolean isIngress(String segment) {
        return segment.endsWith(INGRESS);
    }

    /**
     * Checks the name of a service.
     *
     * @param name a name from a user
     * @return the name
     * @throws IllegalArgumentException if it is invalid, or too long for a service
     */
    public static String requireService(String name) {
        if (require(name).length() > LONGEST_SERVICE) {
            throw new IllegalArgumentException("channel name '" + name + "' is too long for a service: use 1 to "
                    + LONGEST_SERVICE + " characters");
        }
        return name;
    }

    /** Returns the name of the response queue of a requester, given the name of the service and the requester's id. */
    public static String responses(String service, long requester) {
        return service + REQUESTER + String.format("%016x", requester);
    }

    /** Returns whether a segment is the response queue of a requester, given the name of the segment. */
    public static boolean isResponses(String segment) {
        return VALID_RESPONSES.matcher(segment).matches();
    }

    /** Returns the service of a response queue, given the name of the queue. */
    public static String serviceOf(String responses) {
        return responses.substring(0, responses.lastIndexOf(REQUESTER));
    }

    /** Returns whether a name is that of an ingress or of a response queue, which tools do not list. */
    public static boolean isInternal(String segment) {
        return isIngress(segment) || isResponses(segment);
    }

    /** Returns the sequenced topic of an ingress, given the name of the ingress. */
    public static String topicOf(String ingress) {
        return ingress.substring(0, ingress.length() - INGRESS.length());
    }
}
