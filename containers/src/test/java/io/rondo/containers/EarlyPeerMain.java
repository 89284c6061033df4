package io.rondo.containers;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.agrona.MutableDirectBuffer;

/** The side of channel x that is not its owner. It opens before the owner listens, and exchanges one message. */
final class EarlyPeerMain {
    private static final Duration WATCHDOG = Duration.ofMinutes(3);

    private EarlyPeerMain() {}

    /** The argument is queue or topic. */
    public static void main(String[] arguments) {
        try (Rondo rondo = Rondo.connect()) {
            if (arguments[0].equals("queue")) {
                publish(rondo);
            } else {
                subscribe(rondo);
            }
        }
    }

    private static void publish(Rondo rondo) {
        MutableDirectBuffer message = Buffers.wrap("hello".getBytes(StandardCharsets.UTF_8));
        try (Publisher out = rondo.queue("x").publisher()) {
            require(out.tryPublish(message, 0, message.capacity()) == Publisher.NOT_CONNECTED);
            System.out.println("waiting over " + out.transport());
            require(out.publish(message, 0, message.capacity(), WATCHDOG) == 1);
        }
    }

    private static void subscribe(Rondo rondo) {
        try (Subscriber in = rondo.topic("x").subscriber()) {
            require(in.poll((buffer, offset, length) -> {}, 1) == 0);
            System.out.println("waiting over " + in.transport());
            require(in.receive((buffer, offset, length) -> System.out
                    .println(buffer.getStringWithoutLengthUtf8(offset, length)), 1, WATCHDOG) == 1);
        }
    }

    private static void require(boolean expected) {
        if (!expected) {
            throw new IllegalStateException("not the expected result");
        }
    }
}
