package io.rondo.codecs.sofh;

/** A stream of bytes that is not made of frames as it should be. The message names the value and says what to do. */
public final class SofhException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SofhException(String message) {
        super(message);
    }
}
