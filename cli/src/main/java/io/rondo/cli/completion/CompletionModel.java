package io.rondo.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The words of the command line.
 *
 * @param commands in the order of the help
 */
public record CompletionModel(List<Command> commands) {
    /** Stands for any value in a label such as {@code earliest|SEQ|TIME}. */
    private static final String PLACEHOLDER = "[A-Z]+";

    /** What completes an argument. */
    enum Kind {
        /** No value: a flag. */
        NONE,
        /** A value without candidates. */
        TEXT,
        /** One of the words. */
        WORDS,
        /** The path of a file. */
        FILE,
        /** The name of a channel that has a segment. */
        CHANNEL,
        /** The name of a channel that has a log in the log directory of the environment. */
        LOG
    }

    /**
     * An option or a positional parameter.
     *
     * @param names of an option, such as {@code -v} and {@code --verbose}; empty for a positional parameter
     * @param kind of its value
     * @param words the candidates of {@link Kind#WORDS}
     * @param description one sentence
     */
    record Argument(List<String> names, Kind kind, List<String> words, String description) {}

    /**
     * A command.
     *
     * @param name of the command
     * @param description one sentence
     * @param options of the command
     * @param positionals in order; the last one repeats if {@code repeats}
     * @param repeats whether the last positional parameter may be given again
     */
    record Command(String name, String description, List<Argument> options, List<Argument> positionals,
            boolean repeats) {}

    /**
     * Reads the model from the parser.
     *
     * @param root the top level of the command line
     * @return the model
     */
    public static CompletionModel of(CommandSpec root) {
        List<String> names = List.copyOf(root.subcommands().keySet());
        return new CompletionModel(root.subcommands().values().stream().map(CommandLine::getCommandSpec)
                .map(spec -> spec.subcommands().isEmpty() ? command(spec, names) : group(spec, names)).toList());
    }

    /** A command of commands: their names are its first argument, the options of all of them are its options. */
    private static Command group(CommandSpec spec, List<String> names) {
        List<Command> members = spec.subcommands().values().stream().map(CommandLine::getCommandSpec)
                .map(member -> command(member, names)).toList();
        List<Argument> options = new ArrayList<>(command(spec, names).options());
        members.stream().flatMap(member -> member.options().stream())
                .filter(option -> options.stream().noneMatch(other -> other.names().equals(option.names())))
                .forEach(options::add);
        List<Argument> positionals = new ArrayList<>();
        positionals.add(new Argument(List.of(), Kind.WORDS, List.copyOf(spec.subcommands().keySet()), "command"));
        // Most commands take the same argument: that of the last one.
        members.stream().map(Command::positionals).filter(each -> !each.isEmpty()).reduce((one, other) -> other)
                .ifPresent(positionals::addAll);
        return new Command(spec.name(), sentence(spec.usageMessage().description()), options, positionals, false);
    }

    private static Command command(CommandSpec spec, List<String> names) {
        List<PositionalParamSpec> positionals = spec.positionalParameters();
        return new Command(spec.name(), sentence(spec.usageMessage().description()),
                spec.options().stream().filter(option -> !option.hidden())
                        .map(option -> argument(option, List.of(option.names()), names)).toList(),
                positionals.stream().map(positional -> argument(positional, List.of(), names)).toList(),
                !positionals.isEmpty() && positionals.getLast().index().max() > positionals.size());
    }

    private static Argument argument(ArgSpec argument, List<String> names, List<String> commands) {
        String label = argument.paramLabel();
        Kind kind;
        List<String> words = List.of();
        if (argument.isOption() && argument.arity().max() == 0) {
            kind = Kind.NONE;
        } else if (label.contains("|")) {
            words = Stream.of(label.split("\\|")).filter(word -> !word.matches(PLACEHOLDER)).toList();
            kind = words.isEmpty() ? Kind.TEXT : Kind.WORDS;
        } else {
            kind = switch (label) {
                case "CHANNEL" -> Kind.CHANNEL;
                case "LOG" -> Kind.LOG;
                case "FILE", "DIR" -> Kind.FILE;
                case "COMMAND" -> Kind.WORDS;
                default -> Kind.TEXT;
            };
            words = label.equals("COMMAND") ? commands : words;
        }
        return new Argument(names, kind, words, sentence(argument.description()));
    }

    /** The first sentence of a description, which may contain a format specifier for a percent sign or a new line. */
    private static String sentence(String... description) {
        String text = String.join(" ", description).replace("%n", " ").replace("%%", "%");
        int end = text.indexOf(". ");
        return (end < 0 ? text : text.substring(0, end)).replaceFirst("[.;]$", "");
    }
}
