package io.rondo.broker.cli;

import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.SegmentObserver;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The channel of a command that looks at it and takes no part. */
final class ExistingChannel {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "CHANNEL", converter = Name.class, description = "A channel that exists.")
    private String channel;

    String name() {
        return channel;
    }

    /** Opens it. */
    SegmentObserver observe(ChannelStore store) {
        return store.observe(channel);
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
