package io.rondo.client.descriptor;

import io.rondo.client.Channel;
import io.rondo.client.Claim;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One side of a channel that obeys the commands on its standard input. */
final class EndpointMain {
    private EndpointMain() {}

    /** Arguments: publisher or subscriber; queue, single or topic. */
    public static void main(String[] arguments) throws IOException {
        try (Rondo rondo = Rondo.connect()) {
            Channel<?> channel = (switch (arguments[1]) {
                case "queue" -> rondo.queue("x");
                case "single" -> rondo.queue("x").singleProducer(true);
                default -> rondo.topic("x");
            }).capacity(4096);
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            if (arguments[0].equals("publisher")) {
                publish(channel, commands);
            } else {
                subscribe(channel, commands);
            }
        }
    }

    private static void publish(Channel<?> channel, BufferedReader commands) throws IOException {
        try (Publisher out = channel.publisher()) {
            System.out.println("ready " + out.transport() + " pid " + ProcessHandle.current().pid());
            Claim claim = null;
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "publish" ->
                        System.out.println(publish(out, Long.parseLong(words[1]), Long.parseLong(words[2])));
                    case "try" -> System.out.println(out.tryPublish(Messages.of(Long.parseLong(words[1])), 0, 8));
                    case "claim" -> {
                        claim = out.claim(Messages.LENGTH);
                        claim.buffer().putLong(claim.offset(), Long.parseLong(words[1]));
                        System.out.println("claimed");
                    }
                    case "commit" -> System.out.println(claim.commit());
                    default -> System.out.println(out.consumers());
                }
            }
        }
    }

    private static String publish(Publisher out, long first, long last) {
        try {
            long sequence = 0;
            for (long number = first; number <= last; number++) {
                sequence = out.publish(Messages.of(number), 0, Messages.LENGTH);
            }
            return Long.toString(sequence);
        } catch (DeliveryUnknownException e) {
            return "unknown " + e.firstSequence() + " to " + e.lastSequence();
        }
    }

    private static void subscribe(Channel<?> channel, BufferedReader commands) throws IOException {
        try (Subscriber in = channel.subscriber()) {
            System.out.println("ready " + in.transport() + " pid " + ProcessHandle.current().pid());
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "take" -> {
                        for (long left = Long.parseLong(words[1]); left > 0;) {
                            left -= in.receive(
                                    (buffer, offset, length) -> System.out
                                            .println(Messages.number(buffer, offset, length)),
                                    1, Duration.ofSeconds(1));
                        }
                    }
                    case "look" -> System.out.println(in.receive(Messages.IGNORE, 1, Duration.ofMillis(200)));
                    default -> System.out.println(in.producers());
                }
            }
        }
    }
}
