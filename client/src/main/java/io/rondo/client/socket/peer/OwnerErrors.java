package io.rondo.client.socket.peer;

import io.rondo.client.AccessException;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.RondoException;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.UnavailableException;
import io.rondo.client.socket.session.PrintableText;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionEncoder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Classifies failed connection attempts, and translates an owner's Reject into an exception. */
final class OwnerErrors {
    private static final Path SELF = Path.of("/proc/self");

    private static final String EACCES = "error(-13)";
    private static final String ECONNREFUSED = "error(-111)";

    private OwnerErrors() {}

    /**
     * Whether the socket's mode denies this process. The exceptions have no errno: Netty's epoll transport writes its number
     * into the text, the JDK only the C library's description, in the language of the process.
     */
    static boolean isDenied(Throwable cause) {
        return text(cause).contains(EACCES) || text(cause).contains("Permission denied");
    }

    /** Whether no process listens on the socket. Shortages of this process or of the kernel do not count. */
    static boolean isNoListener(Throwable cause) {
        return cause instanceof FileNotFoundException || cause instanceof NoSuchFileException
                || text(cause).contains("No such file") || text(cause).contains(ECONNREFUSED)
                || text(cause).contains("refused");
    }

    private static String text(Throwable cause) {
        return String.valueOf(cause.getMessage());
    }

    static AccessException denied(ConnectTarget target) {
        return new AccessException("channel " + target.channel() + ": permission denied on the owner's socket "
                + target.path() + ", which belongs to " + uidOf(target.path()) + ", for " + uidOf(SELF)
                + ": run as the owner's user, or have the owner allow this user");
    }

    /** Without native calls, which this process may be denied. */
    private static String uidOf(Path path) {
        try {
            return "uid " + Integer.toUnsignedString((int) Files.getAttribute(path, "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "an unknown uid";
        }
    }

    static UnavailableException absent(ConnectTarget target, long seconds) {
        return new UnavailableException("channel " + target.channel() + ": its owner, which is to listen on "
                + target.path() + ", did not accept this process within " + seconds
                + " s: check whether it runs and is not stopped");
    }

    static ChannelMismatchException version(String channel, int version) {
        return new ChannelMismatchException("channel " + channel + ": its owner speaks version " + version
                + " of the session, this is version " + SessionEncoder.PROTOCOL_VERSION
                + ": use the same release on both sides");
    }

    /** The exception of a session that the owner ended by a Bye. */
    static RuntimeException exception(String channel, Bye bye) {
        String text = PrintableText.of(bye.text());
        return switch (bye.reason()) {
            case NOT_ALLOWED -> new AccessException(text);
            case REMOVED -> new ChannelRemovedException(text, bye.lastSequence());
            default -> new RondoException("channel " + channel + ": its owner ended the session: " + text);
        };
    }

    static RondoException exception(Reject reject) {
        String text = PrintableText.of(reject.text());
        return switch (reject.code()) {
            case NOT_ALLOWED -> new AccessException(text);
            case KIND_MISMATCH, SCHEMA_MISMATCH, OPTION_MISMATCH, PROTOCOL_VERSION, WRONG_CHANNEL ->
                new ChannelMismatchException(text);
            case ROLE_TAKEN -> new ChannelInUseException(text);
            case SEQUENCE_UNAVAILABLE -> new SequenceUnavailableException(text, reject.sequence());
            default -> new RondoException("the owner rejected the connection: " + text);
        };
    }
}
