package io.rondo.client.socket;

import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import java.time.Duration;

/**
 * Owns an ephemeral queue, consumes and prints a number of messages, then holds the queue without consuming until it
 * reads a line.
 */
public final class EphemeralOwnerMain {
    private EphemeralOwnerMain() {}

    /** Arguments: the channel, and the number of messages to consume. */
    public static void main(String[] arguments) throws Exception {
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE).transport(Transport.AUTO)
                .ephemeral(true);
        int left = Integer.parseInt(arguments[1]);
        try (Rondo rondo = Rondo.connect(); Subscriber in = Channels.subscriber(rondo, arguments[0], options)) {
            System.out.println("ready");
            while (left > 0) {
                left -= in.receive(
                        (buffer, offset, length) -> System.out.println(Messages.number(buffer, offset, length)), left,
                        Duration.ofSeconds(1));
            }
            System.in.read();
        }
    }
}
