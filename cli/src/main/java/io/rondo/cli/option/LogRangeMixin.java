package io.rondo.cli.option;

import io.rondo.client.StartPosition;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A part of a log. */
public final class LogRangeMixin {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--from", paramLabel = "earliest|SEQ|TIME", converter = StartPositionConverter.class,
            defaultValue = "earliest",
            description = "First message: the oldest of the log (earliest, default), the one with a sequence, or the first "
                    + "from a time on, such as 2026-11-21T10:00:00Z.")
    private StartPosition from;

    @Option(names = "--to", paramLabel = "SEQ|TIME", converter = StartPositionConverter.class,
            description = "Last message: the one with a sequence, or the last up to a time (default: the last one that the "
                    + "log has when the command starts).")
    private StartPosition to;

    /** Returns where it begins. */
    public StartPosition from() {
        if (from instanceof StartPosition.Latest) {
            throw new ParameterException(command.commandLine(),
                    "--from latest has no messages: give earliest, a sequence or a time");
        }
        return from;
    }

    /** Returns its last message; null if it is the last one of the log. */
    public StartPosition to() {
        if (to instanceof StartPosition.Latest || to instanceof StartPosition.Earliest) {
            throw new ParameterException(command.commandLine(),
                    "--to is neither earliest nor latest: give a sequence or"
                            + " a time, or leave it out");
        }
        return to;
    }
}
