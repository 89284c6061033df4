package io.rondo.codecs.session;

import io.rondo.codecs.control.RejectCode;
import java.util.Objects;

/**
 * The owner does not let a peer in, and closes the connection.
 *
 * @param code why, for the program
 * @param text why, for a person; may be empty
 * @param sequence of {@code SEQUENCE_UNAVAILABLE}: the oldest message that is kept; otherwise 0
 */
public record Reject(RejectCode code, String text, long sequence) {
    /**
     * Checks that both are there.
     *
     * @throws NullPointerException if one is null
     */
    public Reject {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(text, "text");
    }

    /** Creates a Reject without a sequence. */
    public Reject(RejectCode code, String text) {
        this(code, text, 0);
    }
}
