package io.rondo.client.socket;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Transport;
import io.rondo.client.support.Messages;

/** Publishes 1, 2, 3 ... over a socket for ever, and says now and then how far they are confirmed. */
final class QueuePeerMain {
    private QueuePeerMain() {}

    public static void main(String[] arguments) {
        ChannelOptions options = ChannelOptions.builder().kind(ChannelKind.QUEUE).transport(Transport.SOCKET).build();
        try (Rondo rondo = Rondo.connect(); Publisher out = rondo.publisher("killed", options)) {
            for (long number = 1; number > 0; number++) {
                Messages.publish(out, number);
                if (number % 1000 == 0) {
                    System.out.println(out.confirmed());
                }
            }
        }
    }
}
