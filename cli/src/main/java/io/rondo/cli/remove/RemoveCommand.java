package io.rondo.cli.remove;

import io.rondo.cli.option.ExistingChannel;
import io.rondo.cli.option.SubscriptionNameConverter;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.RondoException;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.SegmentException;
import io.rondo.core.os.LockFile;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Identity;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo rm}: removes channels without live participants. */
@Command(name = "rm", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Removes channels with their messages, and files that killed processes left. Refuses while a participant "
                + "is alive.")
public final class RemoveCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "CHANNEL", converter = ExistingChannel.Name.class,
            description = "Channels that exist.")
    private List<String> channels;

    @Option(names = "--durable", paramLabel = "NAME", converter = SubscriptionNameConverter.class,
            description = "Remove this durable subscription of the sequenced topics instead. Needs a running broker.")
    private String durable;

    public RemoveCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return durable == null ? removeEach(channel -> remove(context.store(), channel)) : removeSubscriptions();
    }

    private int removeSubscriptions() {
        try (ChannelAccess rondo = context.connect()) {
            return removeEach(channel -> rondo.removeDurable(channel, durable,
                    SequencedSettings.of(ChannelSettings.DEFAULTS.kind(ChannelKind.SEQUENCED))));
        }
    }

    private int removeEach(Consumer<String> removal) {
        int code = ExitCode.OK;
        for (String channel : channels) {
            try {
                removal.accept(channel);
            } catch (RondoException | SegmentException e) {
                ErrorReporter.print(spec.commandLine(), e.getMessage());
                code = ExitCode.FAILED;
            }
        }
        return code;
    }

    private void remove(ChannelStore store, String channel) {
        if (ChannelName.isIngress(channel)) {
            throw new RondoException("channel " + channel + " is the ingress of sequenced topic "
                    + ChannelName.topicOf(channel) + ": remove that topic");
        }
        if (ChannelName.isResponses(channel)) {
            throw new RondoException("channel " + channel + " is a response queue of service "
                    + ChannelName.serviceOf(channel) + ", which goes with its requester: end that");
        }
        if (store.directory().channels().contains(channel)) {
            requireNoBroker(store, channel);
            store.remove(channel);
            removeSocket(channel);
            removeInternalFiles(channel);
            return;
        }
        boolean socket = removeSocket(channel);
        boolean internal = removeInternalFiles(channel);
        if (!socket && !internal) {
            // Fails with a message that there is no such channel.
            store.remove(channel);
        }
    }

    private static void requireNoBroker(ChannelStore store, String channel) {
        BrokerFiles files = new BrokerFiles(store.directory().path());
        if (!isSequenced(store, channel)) {
            return;
        }
        try (LockFile lock = LockFile.openForQueries(files.lock())) {
            if (lock != null && lock.isLockedByOther(0, 1)) {
                String broker = lock.holders(0, 1).stream().map(pid -> ", pid " + pid).findFirst().orElse("");
                throw new ChannelInUseException("topic " + channel + " is open in the broker" + broker
                        + ": stop the broker, then remove the topic; its log stays");
            }
        }
    }

    private static boolean isSequenced(ChannelStore store, String channel) {
        try {
            Identity identity = store.find(channel);
            return identity != null && identity.sequenced();
        } catch (SegmentException e) {
            // The file is no segment, and is removed as such.
            return false;
        }
    }

    private boolean removeInternalFiles(String channel) {
        return !context.internalFiles().removeStale(channel, false).isEmpty();
    }

    /** Returns whether there was a socket of a dead owner; throws if the owner is alive. */
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
                    + sockets.path(channel) + ": stop it first, or keep the channel");
        }
        return sockets.removeStale(channel);
    }
}
