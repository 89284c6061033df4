package io.rondo.client.socket;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;

/** Publishes 1, 2, 3 ... over a socket, and prints its last confirmed sequence from time to time. */
final class QueuePeerMain {
    private QueuePeerMain() {}

    public static void main(String[] arguments) {
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE).transport(Transport.SOCKET);
        try (Rondo rondo = Rondo.connect(); Publisher out = Channels.publisher(rondo, "killed", options)) {
            for (long number = 1; number > 0; number++) {
                Messages.publish(out, number);
                if (number % 1000 == 0) {
                    System.out.println(out.confirmed());
                }
            }
        }
    }
}
