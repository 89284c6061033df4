package io.rondo.cli;

import io.rondo.client.socket.SocketObserver;
import io.rondo.core.ChannelInUseException;
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
        description = "Removes channels, the messages in them and sockets left behind; refuses while a participant lives.")
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
                remove(store, channel);
            } catch (RondoException e) {
                ErrorReporter.print(spec.commandLine(), e.getMessage());
                code = ExitCode.FAILED;
            }
        }
        return code;
    }

    private void remove(ChannelStore store, String channel) {
        if (store.directory().channels().contains(channel)) {
            store.remove(channel);
            removeSocket(channel);
        } else if (!removeSocket(channel)) {
            // Says that there is none.
            store.remove(channel);
        }
    }

    /** Whether there was a socket of an owner that is gone; one that lives is refused. */
    private boolean removeSocket(String channel) {
        SocketObserver sockets;
        try {
            sockets = context.sockets();
            sockets.path(channel);
        } catch (RondoException e) {
            // There can be no socket.
            return false;
        }
        if (sockets.isLive(channel)) {
            throw new ChannelInUseException("channel " + channel + " is in use by its owner, which listens on "
                    + sockets.path(channel) + ": stop it first, or leave it");
        }
        return sockets.removeStale(channel);
    }
}
