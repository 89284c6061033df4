package io.rondo.cli;

import io.rondo.client.socket.ListeningChannel;
import io.rondo.core.RondoException;
import io.rondo.core.UnavailableException;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.SegmentObserver;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The channel of a command that looks at it and takes no part. */
final class ExistingChannel {
    /** How long an owner may take to say what its channel is. */
    static final Duration OWNER_PATIENCE = Duration.ofSeconds(1);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "CHANNEL", converter = Name.class, description = "A channel that exists.")
    private String channel;

    String name() {
        return channel;
    }

    /** Opens its segment. */
    SegmentObserver observe(CommandContext context) {
        try {
            return context.store().observe(channel);
        } catch (RondoException e) {
            if (isListening(context)) {
                throw new RondoException("channel " + channel + ": its owner listens on "
                        + context.sockets().path(channel) + ", but only a segment can be looked into: "
                        + e.getMessage(), e);
            }
            throw e;
        }
    }

    /** What its owner says of it, if no segment can be looked at here; otherwise null. */
    ListeningChannel ofOwner(CommandContext context) {
        try {
            if (context.store().find(channel) != null) {
                return null;
            }
        } catch (UnavailableException e) {
            // Perhaps its owner can be asked.
        } catch (RondoException e) {
            return null;
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

    /** Says on standard error that it is gone. */
    void reportRemoved() {
        ErrorReporter.print(command.commandLine(), "channel " + channel + " was removed");
    }

    /** A valid channel name. */
    static final class Name implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            try {
                return ChannelName.require(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
