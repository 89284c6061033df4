package io.rondo.broker.topic;

/**
 * The name of a topic, or a pattern for names.
 *
 * @param text in which {@code *} stands for any characters, also none
 */
public record NamePattern(String text) {
    /** Stands for any characters. */
    private static final char ANY = '*';
    /** Matches all names. */
    public static final NamePattern ALL = new NamePattern(String.valueOf(ANY));

    /** Returns whether this is a pattern, and no plain name. */
    public boolean isPattern() {
        return text.indexOf(ANY) >= 0;
    }

    /** Returns whether a name matches. */
    public boolean matches(String name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (in < name.length()) {
            if (at < text.length() && text.charAt(at) == ANY) {
                star = at++;
                resume = in;
            } else if (at < text.length() && text.charAt(at) == name.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                // The last star stands for one character more.
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == ANY) {
            at++;
        }
        return at == text.length();
    }
}
