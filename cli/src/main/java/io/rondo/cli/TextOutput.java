package io.rondo.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes pieces of text to standard output, each at once. */
final class TextOutput {
    private final OutputStream out;

    TextOutput(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes a piece.
     *
     * @return false if nobody reads any more
     * @throws IOException if the output failed in another way
     */
    boolean print(String text) throws IOException {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return true;
        } catch (IOException e) {
            ClosedOutput.exitCode(e);
            return false;
        }
    }
}
