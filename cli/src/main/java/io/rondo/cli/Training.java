package io.rondo.cli;

import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.StopSignal;
import java.util.List;

/**
 * Loads the classes that frequent commands need, for the class cache of the launcher. It runs the commands in {@code RONDO_DIR},
 * which is a directory of its own, with an empty standard input. They wait for no other process. A JVM links all classes of its
 * cache when it starts, so commands that start rarely, such as the broker, are left out.
 */
public final class Training {
    private static final List<String> COMMANDS = List.of("pub training --capacity 4k --message text", "pub training",
            "ls", "stat training", "tail training --no-follow", "sub training --count 1");

    private Training() {}

    /** Runs the commands. */
    public static void main(String[] arguments) {
        StopSignal stop = new StopSignal();
        stop.install();
        for (String command : COMMANDS) {
            String[] words = command.split(" ");
            int code = RondoCommand.commandLine(CommandContext.ofProcess(stop), words).execute(words);
            if (code != 0) {
                throw new IllegalStateException("'" + command + "' ended with " + code);
            }
        }
        stop.finished();
        System.exit(0);
    }
}
