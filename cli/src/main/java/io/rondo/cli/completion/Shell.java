package io.rondo.cli.completion;

import io.rondo.cli.completion.CompletionModel.Argument;
import io.rondo.cli.completion.CompletionModel.Command;
import io.rondo.cli.completion.CompletionModel.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The shells with a completion script. */
public enum Shell {
    /** bash 4 or later. */
    BASH {
        @Override
        public String script(CompletionModel model) {
            return ScriptTemplate.read("rondo.bash").replace("@COMMANDS@", names(model))
                    .replace("@TABLE@", table(model, Shell::bashValue));
        }
    },
    /** zsh 5 or later, after compinit. */
    ZSH {
        @Override
        public String script(CompletionModel model) {
            String commands = model.commands().stream().map(command -> quote(command.name() + ":"
                    + command.description())).collect(Collectors.joining(" "));
            StringBuilder cases = new StringBuilder();
            for (Command command : model.commands()) {
                cases.append("    ").append(command.name()).append(") _arguments -s");
                for (Argument option : command.options()) {
                    appendZshOption(cases, option);
                }
                for (int i = 0; i < command.positionals().size(); i++) {
                    boolean last = i == command.positionals().size() - 1;
                    Argument positional = command.positionals().get(i);
                    cases.append(' ').append(quote((last && command.repeats() ? "*" : i + 1) + ":argument:"
                            + zshAction(positional)));
                }
                cases.append(" ;;\n");
            }
            return ScriptTemplate.read("rondo.zsh").replace("@COMMANDS@", commands).replace("@CASES@", cases);
        }
    },
    /** fish 3 or later. */
    FISH {
        @Override
        public String script(CompletionModel model) {
            StringBuilder lines = new StringBuilder();
            for (Command command : model.commands()) {
                lines.append("complete -c rondo -n __fish_use_subcommand -f -a ").append(command.name()).append(" -d ")
                        .append(quote(command.description())).append('\n');
                for (Argument option : command.options()) {
                    appendFish(lines, command, option);
                }
                for (int i = 0; i < command.positionals().size(); i++) {
                    boolean last = i == command.positionals().size() - 1;
                    appendFishPositional(lines, command, i, last && command.repeats());
                }
            }
            String valueOptions = model.commands().stream().flatMap(command -> command.options().stream())
                    .filter(option -> option.kind() != Kind.NONE).flatMap(option -> option.names().stream()).distinct()
                    .collect(Collectors.joining(" "));
            return ScriptTemplate.read("rondo.fish").replace("@VALUE_OPTIONS@", valueOptions).replace("@LINES@",
                    lines.toString().stripTrailing());
        }
    };

    /**
     * The completion script for this shell.
     *
     * @param model the words to complete
     * @return shell code
     */
    public abstract String script(CompletionModel model);

    private interface Value {
        String of(Argument argument);
    }

    private static String names(CompletionModel model) {
        return model.commands().stream().map(Command::name).collect(Collectors.joining(" "));
    }

    /** One shell assignment per command: options, the kind of each option's value, and of each positional parameter. */
    private static String table(CompletionModel model, Value value) {
        StringBuilder table = new StringBuilder();
        for (Command command : model.commands()) {
            List<String> options = new ArrayList<>();
            for (Argument option : command.options()) {
                options.addAll(option.names());
                option.names().stream().filter(name -> option.kind() != Kind.NONE)
                        .forEach(name -> table.append("  _rondo_values[").append(command.name()).append(' ')
                                .append(name).append("]=").append(quote(value.of(option))).append('\n'));
            }
            table.append("  _rondo_options[").append(command.name()).append("]=").append(
                    quote(String.join(" ", options))).append('\n');
            for (int i = 0; i < command.positionals().size(); i++) {
                boolean last = i == command.positionals().size() - 1;
                table.append("  _rondo_values[").append(command.name()).append(' ')
                        .append(last && command.repeats() ? "*" : Integer.toString(i + 1)).append("]=")
                        .append(quote(value.of(command.positionals().get(i)))).append('\n');
            }
        }
        return table.toString();
    }

    private static String bashValue(Argument argument) {
        return argument.kind() == Kind.WORDS ? String.join(" ", argument.words()) : "@" + argument.kind();
    }

    private static void appendZshOption(StringBuilder text, Argument option) {
        String description = option.description().replaceAll("[\\[\\]:]", "");
        for (String name : option.names()) {
            String spec = name + (option.kind() == Kind.NONE || !name.startsWith("--") ? "" : "=") + "[" + description
                    + "]" + (option.kind() == Kind.NONE ? "" : ":value:" + zshAction(option));
            text.append(' ').append(quote(spec));
        }
    }

    private static String zshAction(Argument argument) {
        return switch (argument.kind()) {
            case WORDS -> "(" + String.join(" ", argument.words()) + ")";
            case FILE -> "_files";
            case CHANNEL -> "_rondo_channels";
            case LOG -> "_rondo_logs";
            default -> " ";
        };
    }

    private static void appendFish(StringBuilder text, Command command, Argument option) {
        text.append("complete -c rondo -n '__fish_seen_subcommand_from ").append(command.name()).append("' -f");
        for (String name : option.names()) {
            text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.kind() != Kind.NONE) {
            text.append(" -x").append(fishCandidates(option));
        }
        text.append(" -d ").append(quote(option.description())).append('\n');
    }

    private static void appendFishPositional(StringBuilder text, Command command, int index, boolean repeats) {
        Argument positional = command.positionals().get(index);
        text.append("complete -c rondo -n '__rondo_at ").append(command.name()).append(' ').append(index)
                .append(repeats ? " more" : "").append('\'')
                .append(positional.kind() == Kind.FILE ? " -F" : " -f" + fishCandidates(positional)).append('\n');
    }

    private static String fishCandidates(Argument argument) {
        return switch (argument.kind()) {
            case WORDS -> " -a " + quote(String.join(" ", argument.words()));
            case CHANNEL -> " -a '(__rondo_channels)'";
            case LOG -> " -a '(__rondo_logs)'";
            default -> "";
        };
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
