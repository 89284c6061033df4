package io.rondo.client.socket.session;

/** Makes text of another process or host safe for a terminal and for a log, in which it must not write lines of its own. */
public final class PrintableText {
    /** Control and format characters, halves of surrogate pairs, code points without a character, and separators of lines. */
    private static final String OTHERS = "[\\p{C}\\p{Zl}\\p{Zp}]";

    private PrintableText() {}

    /** Returns the text with a question mark for each character that does not print. */
    public static String of(String text) {
        return text.replaceAll(OTHERS, "?");
    }
}
