package io.rondo.client.socket;

import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import java.time.Duration;

/** Consumes and prints numbers until it is told to stop or killed. */
final class QueueOwnerMain {
    private QueueOwnerMain() {}

    public static void main(String[] arguments) {
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE).transport(Transport.SOCKET)
                .capacity(4096);
        try (Rondo rondo = Rondo.connect(); Subscriber in = Channels.subscriber(rondo, "killed", options)) {
            System.out.println("ready");
            while (true) {
                in.receive((buffer, offset, length) -> System.out.println(Messages.number(buffer, offset, length)), 100,
                        Duration.ofSeconds(1));
            }
        }
    }
}
