package io.rondo.client.socket;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.support.Messages;
import java.time.Duration;

/**
 * Owns an ephemeral queue, consumes a number of messages and prints each, then keeps the queue without consuming until
 * it gets a line.
 */
public final class EphemeralOwnerMain {
    private EphemeralOwnerMain() {}

    /** Arguments: the channel, and how many messages to consume. */
    public static void main(String[] arguments) throws Exception {
        ChannelOptions options = ChannelOptions.builder().kind(ChannelKind.QUEUE).transport(Transport.AUTO)
                .ephemeral(true).build();
        int left = Integer.parseInt(arguments[1]);
        try (Rondo rondo = Rondo.connect(); Subscriber in = rondo.subscriber(arguments[0], options)) {
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
