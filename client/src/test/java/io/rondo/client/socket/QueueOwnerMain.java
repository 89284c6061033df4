package io.rondo.client.socket;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.support.Messages;
import java.time.Duration;

/** Consumes numbers until told to stop or killed; says each as it is. */
final class QueueOwnerMain {
    private QueueOwnerMain() {}

    public static void main(String[] arguments) {
        ChannelOptions options = ChannelOptions.builder().kind(ChannelKind.QUEUE).transport(Transport.SOCKET)
                .capacity(4096).build();
        try (Rondo rondo = Rondo.connect(); Subscriber in = rondo.subscriber("killed", options)) {
            System.out.println("ready");
            while (true) {
                in.receive((buffer, offset, length) -> System.out.println(Messages.number(buffer, offset, length)), 100,
                        Duration.ofSeconds(1));
            }
        }
    }
}
