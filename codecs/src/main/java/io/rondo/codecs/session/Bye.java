package io.rondo.codecs.session;

import io.rondo.codecs.control.ByeReason;
import java.util.Objects;

/**
 * An orderly end: nothing follows from this side but Ack.
 *
 * @param lastSequence sender of Data: the last sent; receiver of Data: the last confirmed; from 0
 * @param reason why, for the program
 * @param text why, for a person; may be empty
 */
public record Bye(long lastSequence, ByeReason reason, String text) {
    /**
     * Checks that what is required is there.
     *
     * @throws NullPointerException if reason or text is null
     */
    public Bye {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(text, "text");
    }
}
