package io.rondo.cli.format;

import java.io.IOException;

/** Thrown when a message needs bytes beyond those that were read before {@link ByteInput#stop()}. */
public final class InputStoppedException extends IOException {
    private static final long serialVersionUID = 1L;

    InputStoppedException() {
        super("the input was stopped inside a message");
    }
}
