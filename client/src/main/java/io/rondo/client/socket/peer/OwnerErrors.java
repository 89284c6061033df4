package io.rondo.client.socket.peer;

import io.rondo.client.AccessException;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.RondoException;
import io.rondo.codecs.session.Reject;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;

/** Classifies failed connection attempts, and translates an owner's Reject into an exception. */
final class OwnerErrors {
    private OwnerErrors() {}

    /** Whether the socket's mode denies this process. Netty and the JDK report errno by text only. */
    static boolean isDenied(Throwable cause) {
        return text(cause).contains("Permission denied");
    }

    /** Whether no process listens on the socket. Shortages of this process or of the kernel do not count. */
    static boolean isNoListener(Throwable cause) {
        return cause instanceof FileNotFoundException || cause instanceof NoSuchFileException
                || text(cause).contains("No such file") || text(cause).contains("refused");
    }

    private static String text(Throwable cause) {
        return String.valueOf(cause.getMessage());
    }

    static RuntimeException exception(Reject reject) {
        String text = PrintableText.of(reject.text());
        return switch (reject.code()) {
            case NOT_ALLOWED -> new AccessException(text);
            case KIND_MISMATCH, SCHEMA_MISMATCH, OPTION_MISMATCH, PROTOCOL_VERSION, WRONG_CHANNEL ->
                new ChannelMismatchException(text);
            case ROLE_TAKEN -> new ChannelInUseException(text);
            default -> new RondoException("the owner rejected the connection: " + text);
        };
    }
}
