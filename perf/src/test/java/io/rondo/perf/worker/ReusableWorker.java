package io.rondo.perf.worker;

import java.util.Optional;

/**
 * A worker that takes one assignment after another: a line with its arguments, separated by {@link #SEPARATOR}, then the
 * commands of a {@link Worker}, then {@link #END}, which it answers with {@link #ENDED}.
 */
public final class ReusableWorker {
    public static final String SEPARATOR = "\t";
    public static final String END = "end";
    public static final String ENDED = "ended";

    private ReusableWorker() {}

    /** Runs until standard input ends. */
    public static void main(String[] arguments) {
        Worker.attempt((commands, out) -> {
            for (Optional<String> line = commands.next(); line.isPresent(); line = commands.next()) {
                Worker.serve(Assignment.parse(line.get().split(SEPARATOR)),
                        assignment -> assignment.type().open(assignment.settings()),
                        () -> commands.next().filter(command -> !command.equals(END)), out);
                Worker.reply(out, ENDED);
            }
        });
    }
}
