package io.rondo.core.segment;

import java.util.regex.Pattern;

/** The rules of channel names. */
public final class ChannelName {
    /** All valid names, as a regular expression. */
    static final String FORM = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}";

    private static final Pattern VALID = Pattern.compile(FORM);

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

    static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }
}
