package io.rondo.cli.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes text to standard output, unbuffered. */
public final class TextOutput {
    private final OutputStream out;

    public TextOutput(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes a piece.
     *
     * @return false if the reader closed the output
     * @throws IOException if the write failed for another reason
     */
    public boolean print(String text) throws IOException {
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
