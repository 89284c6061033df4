package io.rondo.cli.stream;

import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.socket.SocketObserver;
import io.rondo.client.socket.files.SocketDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * Reports on standard error that a command waits for the owner of its channel: after 1 s, and then every 10 s. Confined
 * to one thread.
 */
final class OwnerNotice {
    /** The owner of a queue. */
    static final String CONSUMER = "consumer";
    /** The owner of a topic. */
    static final String PRODUCER = "producer";

    private final CommandLine command;
    private final CommandContext context;
    private final String channel;
    private final String owner;
    private final WaitNotice notice = new WaitNotice(true);

    /**
     * Prints nothing yet.
     *
     * @param owner the role that listens
     */
    OwnerNotice(CommandLine command, CommandContext context, String channel, String owner) {
        this.command = command;
        this.context = context;
        this.channel = channel;
        this.owner = owner;
    }

    /** Ends the wait: the owner is connected. */
    void connected() {
        notice.ended();
    }

    /** Whether {@link #missing} would print; a wait begins with the first call after {@link #connected}. */
    boolean isDue() {
        return notice.isDue();
    }

    /** Prints a line if it is due: the owner does not listen, or does not answer. */
    void missing() {
        if (notice.isDue()) {
            notice.reported();
            ErrorReporter.print(command, text());
        }
    }

    /** Delays the next line. */
    void postpone() {
        notice.postpone();
    }

    /** Whether an owner listens, even if it does not answer. */
    boolean isListening() {
        return context.sockets().isLive(channel);
    }

    private Path path(RondoConfig config) {
        return SocketDirectory.ofSegments(config).resolve(channel + ".ring");
    }

    private String text() {
        String text = "channel " + channel + ": waiting for its " + owner;
        try {
            SocketObserver sockets = context.sockets();
            return text + (sockets.isLive(channel)
                    ? ", which listens on " + sockets.path(channel) + " but does not answer"
                    : " to listen on " + sockets.path(channel) + segment());
        } catch (RondoException e) {
            return text + ": " + e.getMessage();
        }
    }

    /** Users of the segment need not listen, and a process without shared memory cannot see them. */
    private String segment() {
        Path segment = path(context.config());
        return Files.exists(segment)
                ? "; there is a segment, " + segment
                        + "; processes that use it do not listen if they use shared memory only"
                        + " (transport shm)"
                : "";
    }
}
