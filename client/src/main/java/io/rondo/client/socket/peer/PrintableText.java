package io.rondo.client.socket.peer;

/** Makes text of another process safe for a terminal. */
final class PrintableText {
    private PrintableText() {}

    /** Replaces control characters by question marks. */
    static String of(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
