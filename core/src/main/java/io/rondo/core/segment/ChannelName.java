package io.rondo.core.segment;

import io.rondo.core.layout.IdentityLayout;
import java.util.regex.Pattern;

/** The rules of the names of channels, and of segments, which also contain internal names with {@code @}. */
public final class ChannelName {
    /** All valid names of channels, as a regular expression. */
    static final String FORM = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}";
    /** Follows the name of a sequenced topic in the name of its ingress. */
    private static final String INGRESS = "@in";
    /** All valid names of segments, as a regular expression. */
    static final String SEGMENT_FORM = FORM + "(?:" + INGRESS + ")?";
    private static final int LONGEST_TOPIC = IdentityLayout.MAX_NAME_LENGTH - INGRESS.length();

    private static final Pattern VALID = Pattern.compile(FORM);
    private static final Pattern VALID_SEGMENT = Pattern.compile(SEGMENT_FORM);

    private ChannelName() {}

    /**
     * Checks a name.
     *
     * @param name a name from a user
     * @return the name
     * @throws IllegalArgumentException if it is invalid
     */
    public static String require(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("channel name '" + name
                    + "' is not valid: use 1 to 64 of A-Z a-z 0-9 . _ - and do not begin with a dot");
        }
        return name;
    }

    private static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /**
     * Checks the name of a segment.
     *
     * @param name the name of a channel, or of an ingress
     * @return the name
     * @throws IllegalArgumentException if it is neither
     */
    public static String requireSegment(String name) {
        return isIngress(name) && isSegment(name) ? name : require(name);
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
        return isIngress(name) || name.length() > LONGEST_TOPIC ? null : name + INGRESS;
    }

    /** Returns whether a segment is the ingress of a sequenced topic, given its name. */
    public static boolean isIngress(String segment) {
        return segment.endsWith(INGRESS);
    }

    /** Returns the sequenced topic of an ingress, given the name of the ingress. */
    public static String topicOf(String ingress) {
        return ingress.substring(0, ingress.length() - INGRESS.length());
    }
}
