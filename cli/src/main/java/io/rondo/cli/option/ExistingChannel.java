package io.rondo.cli.option;

import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.client.RondoException;
import io.rondo.client.socket.ListeningChannel;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.SegmentObserver;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The channel of a command that observes it without taking part. */
public final class ExistingChannel {
    /** Longest wait for an owner to describe its channel; it loads Netty for its first peer. */
    public static final Duration OWNER_PATIENCE = Duration.ofSeconds(3);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "CHANNEL", converter = Name.class, description = "A channel that exists.")
    private String channel;

    public String name() {
        return channel;
    }

    /** Opens its segment. */
    public SegmentObserver observe(CommandContext context) {
        try {
            return context.store().observe(channel);
        } catch (SegmentException e) {
            if (isListening(context)) {
                throw new RondoException("channel " + channel + ": its owner listens on "
                        + context.sockets().path(channel) + ", but this command needs a segment: "
                        + e.getMessage(), e);
            }
            throw e;
        }
    }

    /** The description by its owner, if this process cannot open a segment; otherwise null. */
    public ListeningChannel ofOwner(CommandContext context) {
        try {
            if (context.store().find(channel) != null) {
                return null;
            }
        } catch (SegmentException e) {
            // Without shared memory, the owner may answer over its socket.
            if (e.reason() != SegmentException.Reason.UNAVAILABLE) {
                return null;
            }
        }
        return isListening(context) ? context.sockets().ask(channel, OWNER_PATIENCE) : null;
    }

    private boolean isListening(CommandContext context) {
        try {
            return context.sockets().isLive(channel);
        } catch (RondoException e) {
            // There can be no socket.
            return false;
        }
    }

    /** Reports on standard error that the channel was removed. */
    public void reportRemoved() {
        ErrorReporter.print(command.commandLine(), "channel " + channel + " was removed");
    }

    /** A valid channel name, or that of an ingress. */
    public static final class Name implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            try {
                return ChannelName.requireSegment(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
