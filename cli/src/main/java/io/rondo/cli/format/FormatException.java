package io.rondo.cli.format;

import java.io.IOException;

/** Thrown when the input is not of the expected format. */
public final class FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message one line that names the place and the value, and says what to do
     */
    public FormatException(String message) {
        super(message);
    }
}
