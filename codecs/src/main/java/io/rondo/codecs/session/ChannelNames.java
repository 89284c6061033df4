package io.rondo.codecs.session;

/**
 * What a channel may be called: 1 to 64 of {@code A-Za-z0-9._-}, not starting with a dot. The name of a requester's response
 * queue ends with {@code @} and 16 hexadecimal digits.
 */
final class ChannelNames {
    static final int MAX_LENGTH = 64;
    private static final int REQUESTER_LENGTH = 17;

    private ChannelNames() {}

    /** What is wrong with a name; null if nothing is. */
    static String fault(CharSequence name) {
        int length = name.length();
        if (length < 1 || length > MAX_LENGTH) {
            return "has " + length + " characters: a channel's name has 1 to " + MAX_LENGTH;
        }
        int plain = length > REQUESTER_LENGTH && isRequester(name, length - REQUESTER_LENGTH)
                ? length - REQUESTER_LENGTH
                : length;
        for (int i = 0; i < plain; i++) {
            char c = name.charAt(i);
            if (!isAllowed(c) || i == 0 && c == '.') {
                return "has 0x" + Integer.toHexString(c) + " at " + i
                        + ": a channel's name is made of A-Za-z0-9._- and does not start with a dot";
            }
        }
        return null;
    }

    private static boolean isRequester(CharSequence name, int at) {
        boolean is = name.charAt(at) == '@';
        for (int i = at + 1; i < name.length(); i++) {
            char c = name.charAt(i);
            is &= c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
        }
        return is;
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }
}
