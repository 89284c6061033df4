package io.rondo.client.endpoint;

import io.rondo.client.AccessException;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.ClosedException;
import io.rondo.client.CorruptSegmentException;
import io.rondo.client.EvictedException;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.NoSpaceException;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.core.SegmentException;
import java.util.function.Supplier;

/** Translates the exception of the core into those of the API. */
public final class SegmentErrors {
    private SegmentErrors() {}

    /**
     * Returns the API's exception for a failure in the core.
     *
     * @param failure becomes the cause
     * @return an exception with the same message
     */
    public static RondoException translate(SegmentException failure) {
        String message = failure.getMessage();
        return switch (failure.reason()) {
            case ACCESS_DENIED -> new AccessException(message, failure);
            case IN_USE -> new ChannelInUseException(message, failure);
            case MISMATCH -> new ChannelMismatchException(message, failure);
            case REMOVED -> new ChannelRemovedException(message, 0, failure);
            case CLOSED -> new ClosedException(message, failure);
            case CORRUPT -> new CorruptSegmentException(message, failure);
            case EVICTED -> new EvictedException(message, failure);
            case INTERRUPTED -> new InterruptedWaitException(message, failure);
            case NO_SPACE -> new NoSpaceException(message, failure);
            case UNAVAILABLE -> new UnavailableException(message, failure);
            case FAILED -> new RondoException(message, failure);
        };
    }

    /**
     * Runs a call of the core and translates its exception. For calls off the hot path.
     *
     * @param <T> type of the result
     * @param call the call
     * @return its result
     */
    public static <T> T translating(Supplier<T> call) {
        try {
            return call.get();
        } catch (SegmentException e) {
            throw translate(e);
        }
    }
}
