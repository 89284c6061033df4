package io.rondo.client.sequenced;

import io.rondo.client.AccessException;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.CorruptSegmentException;
import io.rondo.client.NoSpaceException;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import java.util.Locale;

/**
 * The broker's answer to a {@link BrokerRequest}: one line of text.
 *
 * <pre>
 * ok VALUE
 * error KIND MESSAGE
 * </pre>
 *
 * @param value of a request that succeeded; 0 where it has none
 * @param error null if the request succeeded
 * @param message of an error
 */
public record BrokerResponse(long value, ErrorKind error, String message) {
    /** The most bytes of an answer, its newline included. */
    public static final int MAX_LENGTH = 4096;

    static final String OK = "ok ";
    private static final String ERROR = "error ";

    /** Classifies an error by the exception of the client. */
    public enum ErrorKind {
        /** The request is invalid. */
        ARGUMENT,
        /** The topic exists with other properties. */
        MISMATCH,
        /** A role is taken. */
        IN_USE,
        /** A file belongs to another user, or its mode forbids the access. */
        ACCESS,
        /** There is no space for the topic. */
        NO_SPACE,
        /** A segment was overwritten. */
        CORRUPT,
        /** The broker recovers, ends or is busy: ask again. */
        NOT_READY,
        /** The broker does not offer what was asked for, or not now. */
        UNAVAILABLE,
        /** Any other failure. */
        FAILED
    }

    /** Returns the answer to a request that succeeded. */
    public static BrokerResponse ok(long value) {
        return new BrokerResponse(value, null, null);
    }

    /** Returns the answer to a request that failed with an exception. */
    public static BrokerResponse error(RuntimeException e) {
        return new BrokerResponse(0, switch (e) {
            case IllegalArgumentException _ -> ErrorKind.ARGUMENT;
            case ChannelMismatchException _ -> ErrorKind.MISMATCH;
            case ChannelInUseException _ -> ErrorKind.IN_USE;
            case AccessException _ -> ErrorKind.ACCESS;
            case NoSpaceException _ -> ErrorKind.NO_SPACE;
            case CorruptSegmentException _ -> ErrorKind.CORRUPT;
            case NotReadyException _ -> ErrorKind.NOT_READY;
            case UnavailableException _ -> ErrorKind.UNAVAILABLE;
            default -> ErrorKind.FAILED;
        }, String.valueOf(e.getMessage()));
    }

    /** Returns the line, without a newline, of less than {@link #MAX_LENGTH} bytes. */
    public String toLine() {
        String line = error == null
                ? OK + value
                : ERROR + error.name().toLowerCase(Locale.ROOT) + " " + message.replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() < MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - 1);
    }

    /**
     * Parses a line that the broker sent.
     *
     * @param line without its newline
     * @return the answer
     * @throws IllegalArgumentException if it is none
     */
    public static BrokerResponse parse(String line) {
        if (line.startsWith(OK)) {
            return ok(Long.parseLong(line.substring(OK.length())));
        }
        int end = line.indexOf(' ', ERROR.length());
        if (!line.startsWith(ERROR) || end < 0) {
            throw new IllegalArgumentException("it is no answer of a broker");
        }
        String kind = line.substring(ERROR.length(), end).toUpperCase(Locale.ROOT);
        return new BrokerResponse(0, ErrorKind.valueOf(kind), line.substring(end + 1));
    }

    /**
     * Returns the value, or throws the error.
     *
     * @return the value of a request that succeeded
     */
    public long valueOrThrow() {
        if (error == null) {
            return value;
        }
        throw switch (error) {
            case ARGUMENT -> new IllegalArgumentException(message);
            case MISMATCH -> new ChannelMismatchException(message);
            case IN_USE -> new ChannelInUseException(message);
            case ACCESS -> new AccessException(message);
            case NO_SPACE -> new NoSpaceException(message);
            case CORRUPT -> new CorruptSegmentException(message);
            case UNAVAILABLE, NOT_READY -> new UnavailableException(message);
            case FAILED -> new RondoException(message);
        };
    }
}
