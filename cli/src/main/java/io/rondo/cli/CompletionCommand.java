package io.rondo.cli;

import io.rondo.cli.completion.CompletionModel;
import io.rondo.cli.completion.Shell;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.TextOutput;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code rondo completion}: prints a script that completes command lines in a shell. */
@Command(name = "completion", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Prints a script that completes commands, options, their values and channel names.",
        footer = {"", "bash: source <(rondo completion bash)        (in ~/.bashrc)",
            "zsh:  source <(rondo completion zsh)         (in ~/.zshrc, after compinit)",
            "fish: rondo completion fish | source         (in ~/.config/fish/config.fish)"})
final class CompletionCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "bash|zsh|fish", converter = ShellConverter.class,
            description = "The shell that reads the script.")
    private Shell shell;

    CompletionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        new TextOutput(context.out()).print(shell.script(CompletionModel.of(spec.parent())));
        return ExitCode.OK;
    }

    /** The name of a shell. */
    static final class ShellConverter implements ITypeConverter<Shell> {
        @Override
        public Shell convert(String value) {
            for (Shell shell : Shell.values()) {
                if (shell.name().toLowerCase(Locale.ROOT).equals(value)) {
                    return shell;
                }
            }
            throw new TypeConversionException("'" + value + "' is not one of bash, zsh, fish");
        }
    }
}
