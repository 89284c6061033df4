package io.rondo.codecs.session;

/** What a channel may be called: 1 to 64 of {@code A-Za-z0-9._-}, not starting with a dot. */
final class ChannelNames {
    static final int MAX_LENGTH = 64;

    private ChannelNames() {}

    /** What is wrong with a name; null if nothing is. */
    static String fault(CharSequence name) {
        int length = name.length();
        if (length < 1 || length > MAX_LENGTH) {
            return "has " + length + " characters: a channel's name has 1 to " + MAX_LENGTH;
        }
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (!isAllowed(c) || i == 0 && c == '.') {
                return "has 0x" + Integer.toHexString(c) + " at " + i
                        + ": a channel's name is made of A-Za-z0-9._- and does not start with a dot";
            }
        }
        return null;
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }
}
