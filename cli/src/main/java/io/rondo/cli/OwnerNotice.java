package io.rondo.cli;

import io.rondo.client.RondoConfig;
import io.rondo.client.socket.SocketDirectory;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.RondoException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * Says on standard error that a command waits for the owner of its channel: after a moment, and then now and then, so
 * that it never hangs in silence. Confined to one thread.
 */
final class OwnerNotice {
    /** The owner of a queue. */
    static final String CONSUMER = "consumer";
    /** The owner of a topic. */
    static final String PRODUCER = "producer";

    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long NEXT_NANOS = 10_000_000_000L;

    private final CommandLine command;
    private final CommandContext context;
    private final String channel;
    private final String owner;
    private long due;
    private boolean waiting;
    private boolean said;

    /**
     * Says nothing yet.
     *
     * @param owner the side that listens, in a word
     */
    OwnerNotice(CommandLine command, CommandContext context, String channel, String owner) {
        this.command = command;
        this.context = context;
        this.channel = channel;
        this.owner = owner;
    }

    /** The owner is there. */
    void connected() {
        waiting = false;
    }

    /** Whether {@link #missing} would say something; a wait begins with the first call after {@link #connected}. */
    boolean isDue() {
        long now = System.nanoTime();
        if (!waiting) {
            waiting = true;
            // However often the owner comes and goes.
            due = said ? Math.max(due - now, FIRST_NANOS) + now : now + FIRST_NANOS;
        }
        return now - due >= 0;
    }

    /** The owner is not there, or does not answer: says so if it is time to. */
    void missing() {
        if (isDue()) {
            said = true;
            due = System.nanoTime() + NEXT_NANOS;
            ErrorReporter.print(command, text());
        }
    }

    /** There is nothing to say now. */
    void postpone() {
        due = System.nanoTime() + NEXT_NANOS;
    }

    /** Whether somebody listens, also if it does not answer. */
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

    /** Whoever uses that need not listen, and cannot be seen by a process without shared memory. */
    private String segment() {
        Path segment = path(context.config());
        return Files.exists(segment)
                ? "; there is a segment, " + segment + ", whose users do not listen if they use shared memory only"
                        + " (transport shm)"
                : "";
    }
}
