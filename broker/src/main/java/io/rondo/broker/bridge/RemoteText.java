package io.rondo.broker.bridge;

/** Text that another host has sent: any program may send it, and it must not write lines of its own into a log. */
public final class RemoteText {
    /** Control and format characters, halves of surrogate pairs, and code points without a character. */
    private static final String OTHERS = "\\p{C}";

    private RemoteText() {}

    /** Returns the text with a question mark for each character that does not print. */
    public static String printable(String text) {
        return text.replaceAll(OTHERS, "?");
    }
}
