package io.rondo.client.socket;

/** What another process sent, made fit for a terminal. */
final class Printable {
    private Printable() {}

    /** The text without control characters. */
    static String text(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
