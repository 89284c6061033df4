package io.rondo.cli.stream;

import io.rondo.cli.option.ExistingChannel;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.Quantity;
import io.rondo.client.Publisher;
import io.rondo.client.RondoException;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.socket.ListeningChannel;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.SegmentObserver;
import java.util.Locale;
import picocli.CommandLine;

/** One line on standard error, if that is a terminal: the channel a command is attached to, and how to end it. */
final class AttachNotice {
    private final CommandLine command;
    private final CommandContext context;

    AttachNotice(CommandLine command, CommandContext context) {
        this.command = command;
        this.context = context;
    }

    void publishing(Publisher publisher, String ending) {
        if (context.terminal().errors()) {
            print("publishing to", publisher.channel(), publisher.transport(), publisher.producers(),
                    publisher.consumers(), ending);
        }
    }

    void consuming(Subscriber subscriber, String ending) {
        if (context.terminal().errors()) {
            print("consuming", subscriber.channel(), subscriber.transport(), subscriber.producers(),
                    subscriber.consumers(), ending);
        }
    }

    private void print(String action, String channel, Transport transport, int producers, int consumers,
            String ending) {
        ErrorReporter.print(command, action + " " + kind(channel, transport) + " " + channel + " over "
                + name(transport) + ", "
                + Quantity.of(producers, "producer") + ", " + Quantity.of(consumers, "consumer") + "; " + ending);
    }

    private static String name(Transport transport) {
        return switch (transport) {
            case SHM -> "shared memory";
            case SHM_DESCRIPTOR -> "shared memory (descriptor)";
            case AUTO, SOCKET -> "a socket";
        };
    }

    /** Over a socket, a channel has no kind before its owner answers. */
    private String kind(String channel, Transport transport) {
        try {
            if (transport == Transport.SHM) {
                try (SegmentObserver observer = context.store().observe(channel)) {
                    Identity identity = observer.identity();
                    return identity.channelKind() + (identity.sequenced() ? " topic" : "");
                }
            }
            ListeningChannel listening = context.sockets().ask(channel, ExistingChannel.OWNER_PATIENCE);
            return listening == null ? "channel" : listening.welcome().kind().name().toLowerCase(Locale.ROOT);
        } catch (RondoException e) {
            return "channel";
        }
    }

    /** The end of a report on a removed channel: messages that were lost with it. */
    static String lost(long unread) {
        return unread == 0
                ? ""
                : "; " + Quantity.of(unread, "message") + " in it had not been consumed and "
                        + (unread == 1 ? "is" : "are") + " lost";
    }
}
