package io.rondo.broker.cli;

import io.rondo.core.RondoException;
import io.rondo.core.segment.ChannelStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo rm}: removes channels that nobody uses. */
@Command(name = "rm", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Removes channels and the messages in them; refuses while a participant lives.")
final class RemoveCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "CHANNEL", converter = ExistingChannel.Name.class,
            description = "Channels that exist.")
    private List<String> channels;

    RemoveCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ChannelStore store = context.store();
        int code = ExitCode.OK;
        for (String channel : channels) {
            try {
                store.remove(channel);
            } catch (RondoException e) {
                ErrorReporter.print(spec.commandLine(), e.getMessage());
                code = ExitCode.FAILED;
            }
        }
        return code;
    }
}
